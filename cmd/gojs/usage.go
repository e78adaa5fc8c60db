package main

const usage = `Usage: gojs [options] [ script.js ] [arguments]
       gojs -e "code" [arguments]
       gojs - [arguments]

  -                            read the script from standard input
  --                           end of gojs's own options
  -c, --check                  check the syntax of the script, do not run it
  -C, --conditions=...         another condition for package exports and imports
  -e, --eval=...               evaluate code
  -h, --help                   print this text
  --import=...                 import a module before the script
  --experimental-loader=...    use the hooks of a module (module.register) before the script
  --input-type=...             what code of -e and standard input is: module, commonjs
  -p, --print [code]           evaluate code and print its value
  -r, --require=...            load a module before the script
  -v, --version                print the version of Node.js that gojs stands for
  --allow-addons               accepted, as there are none
  --allow-child-process[=...]  let the script start processes: all, or these commands
  --allow-env[=...]            let it see these variables of the environment only
  --allow-fs-read=...          let it read a file or folder; *: everything
  --allow-fs-write=...         let it write a file or folder; *: everything
  --allow-net[=...]            let it use the network: all of it, or host, host:port
  --allow-worker               let it start worker threads
  --disable-warning=...        silence warnings by code or type
  --kill-tree                  children end with the script, and all that they start
  --no-deprecation             silence deprecation warnings
  --no-numeric-tier            never compile functions to machine code
  --no-warnings                silence all warnings
  --node-shim=...              when gojs answers as "node" to children: auto, always, never
  --pending-deprecation        emit pending deprecation warnings
  --permission                 refuse what no --allow-... allows
  --permission-audit           refuse nothing of it, tell of it on diagnostics channels
  --preserve-symlinks          keep symbolic links when resolving modules
  --throw-deprecation          throw on deprecations
  --title=...                  the process title
  --trace-deprecation          show stacks of deprecation warnings
  --trace-numeric              say what is compiled to machine code, and why other things are not
  --trace-warnings             show stacks of warnings
  --trace-exit                 show where process.exit is called
  --unhandled-rejections=...   strict, warn, none, throw, warn-with-error-codes

Other options of Node.js and V8 are accepted and have no effect.
`

// v8Options is what programs that look for V8's options read: the heading that they look for, and no option.
const v8Options = "gojs runs without V8: options of V8's are accepted and have no effect.\n\nOptions:\n"
