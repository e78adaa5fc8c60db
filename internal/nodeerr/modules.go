package nodeerr

// modulesError is the class and the message of an error about ES modules.
func modulesError(code string, a func(int) string) (Base, string) {
	switch code {
	case "ERR_MODULE_NOT_FOUND": // what kind of thing, its name, who asks, what may be meant
		return Error, "Cannot find " + a(0) + " '" + a(1) + "'" + importedFrom(a(2)) + meant(a(3))
	case "ERR_UNSUPPORTED_DIR_IMPORT":
		m := "Directory import '" + a(0) + "' is not supported resolving ES modules"
		return Error, m + importedFrom(a(1)) + meant(a(2))
	case "ERR_UNKNOWN_FILE_EXTENSION":
		return TypeError, `Unknown file extension "` + a(0) + `" for ` + a(1)
	case "ERR_UNKNOWN_MODULE_FORMAT":
		return RangeError, "Unknown module format: " + a(0) + " for URL " + a(1)
	case "ERR_UNSUPPORTED_ESM_URL_SCHEME":
		schemes := "file and data" // which is what resolving says, and loading more
		if a(1) != "" {
			schemes = a(1)
		}
		return Error, "Only URLs with a scheme in: " + schemes + " are supported by the default ESM loader. Received protocol '" + a(0) + ":'"
	case "ERR_UNSUPPORTED_RESOLVE_REQUEST":
		return TypeError, `Failed to resolve module specifier "` + a(0) + `" from "` + a(1) + `": Invalid relative URL or base scheme is not hierarchical.`
	case "ERR_IMPORT_ATTRIBUTE_MISSING":
		return TypeError, `Module "` + a(0) + `" needs an import attribute of "` + a(1) + ": " + a(2) + `"`
	case "ERR_IMPORT_ATTRIBUTE_UNSUPPORTED":
		return TypeError, `Import attribute "` + a(0) + `" with value "` + a(1) + `" is not supported in ` + a(2)
	}
	return TypeError, `Module "` + a(0) + `" is not of type "` + a(1) + `"`
}

func importedFrom(base string) string {
	if base == "" {
		return ""
	}
	return " imported from " + base
}

func meant(hint string) string {
	if hint == "" {
		return ""
	}
	return "\nDid you mean to import \"" + hint + "\"?"
}

// hookOr: what returned a wrong value.
func hookOr(name string) string {
	if name == "resolve" || name == "load" {
		return "hook"
	}
	return "function"
}
