package runtime

import (
	"encoding/json"
	"fmt"
	"os"
)

// configure takes the permissions from a configuration file (Node: cli.md#--experimental-config-fileconfig): a member
// for each option, with true, a string or a list of strings. What else such a file may have tunes Node.
func (c *CommandLine) configure(file string) error {
	b, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("cannot read configuration from %s: %w", file, err)
	}
	var config struct {
		Permission map[string]any `json:"permission"`
	}
	if err := json.Unmarshal(b, &config); err != nil {
		return fmt.Errorf("can't parse %s: %w", file, err)
	}
	for name, value := range config.Permission {
		list, isList := value.([]any)
		if !isList {
			list = []any{value}
		}
		for _, item := range list {
			var known bool
			switch item := item.(type) {
			case bool:
				known = !item || c.grants.Flag("--"+name, "", false)
			case string:
				known = c.grants.Flag("--"+name, item, true)
			}
			if !known {
				return fmt.Errorf("invalid value for %s in %s", name, file)
			}
		}
	}
	return nil
}
