package spawn

import "strings"

// Scrub is an environment without the variables by which a program can be made to load code, run other programs or
// read other settings than its own: those of the dynamic linker (LD_*, DYLD_*), of interpreters (NODE_OPTIONS, PYTHON*,
// PERL5*, RUBYOPT, JAVA_TOOL_OPTIONS, ...), of shells (BASH_ENV, ENV, BASH_FUNC_*, IFS), of git (GIT_*), and what names a
// program to be started (PAGER, EDITOR, ...). The list itself is not changed.
func Scrub(env []string) []string {
	out := make([]string, 0, len(env))
	for _, kv := range env {
		if name := envName(kv); name != "" && !loadsCode(name) {
			out = append(out, kv)
		}
	}
	return out
}

// loadsCode goes by upper case: Windows does not tell cases apart, and elsewhere nobody misses ld_preload.
func loadsCode(name string) bool {
	name = strings.ToUpper(name)
	for _, prefix := range [...]string{
		"LD_", "DYLD_", "_RLD", "LDR_", "GIT_", "PYTHON", "PERL5", "PERL_", "RUBY", "BASH_", "NPM_CONFIG_", "GOJS_", "BUN_", "DENO_",
		"SSH_", "LUA_", "PHP", "JAVA_", "_JAVA_", "JDK_JAVA_", "MAVEN_", "GCONV_", "MALLOC_", "GLIBC_", "CORECLR_", "COR_", "DOTNET_", "TCL",
	} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	if strings.HasPrefix(name, "NODE_") {
		switch name {
		case "NODE_ENV", "NODE_DEBUG", "NODE_NO_WARNINGS", "NODE_DISABLE_COLORS",
			"NODE_CHANNEL_FD", "NODE_CHANNEL_SERIALIZATION_MODE", "NODE_UNIQUE_ID": // fork's own
			return false
		}
		return true
	}
	switch name {
	case "ENV", "IFS", "SHELLOPTS", "PS4", "PROMPT_COMMAND", "CDPATH", "GLOBIGNORE", "ZDOTDIR", "FPATH", "SHELL",
		"PAGER", "MANPAGER", "LESS", "LESSOPEN", "LESSCLOSE", "EDITOR", "VISUAL", "BROWSER", "CLASSPATH", "NLSPATH", "LOCPATH",
		"TERMINFO", "TERMINFO_DIRS", "TERMCAP", "RES_OPTIONS", "HOSTALIASES", "LOCALDOMAIN", "OPENSSL_CONF", "OPENSSL_MODULES",
		"OPENSSL_ENGINES", "GTK_MODULES", "QT_PLUGIN_PATH", "MAKEFLAGS", "MAKEFILES", "TAR_OPTIONS", "ZIPOPT", "RSYNC_RSH", "CVS_RSH":
		return true
	}
	return false
}

// envName is the name in "NAME=value"; a leading = belongs to it.
func envName(kv string) string {
	if kv == "" {
		return ""
	}
	name, _, _ := strings.Cut(kv[1:], "=")
	return kv[:1] + name
}

// nameMatches tells whether a rule's name for variables covers name.
func nameMatches(pattern, name string) bool {
	if prefix, all := strings.CutSuffix(pattern, "*"); all {
		return len(name) >= len(prefix) && sameEnvName(name[:len(prefix)], prefix)
	}
	return sameEnvName(pattern, name)
}
