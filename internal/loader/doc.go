// Package loader turns file names into programs.
//
// Resolver finds modules as Node does (Node: modules.md#all-together and
// packages.md): relative and absolute paths, node_modules upwards, package.json
// with main, exports and imports. CompileModule and CompileScript parse, mend the
// syntax tree where goja would compile it wrongly, and compile; programs are kept
// for the process, so that a second Runtime compiles nothing.
//
// The package reads files and knows no VM: values, module objects and the cache
// of loaded modules are in modules/module.
package loader
