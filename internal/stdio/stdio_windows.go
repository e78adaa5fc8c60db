package stdio

import "os"

func writeFile(f *os.File, b []byte) error {
	_, err := f.Write(b)
	return err
}
