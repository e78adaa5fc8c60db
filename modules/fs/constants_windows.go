package fs

import "os"

func systemConstants() []constant {
	return []constant{
		{"O_CREAT", os.O_CREATE}, {"O_EXCL", os.O_EXCL}, {"UV_FS_O_FILEMAP", 0x20000000},
		{"O_TRUNC", os.O_TRUNC}, {"O_APPEND", os.O_APPEND}, {"S_IRUSR", 0o400}, {"S_IWUSR", 0o200},
	}
}
