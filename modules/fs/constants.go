package fs

// constant is a member of fs.constants.
type constant struct {
	name  string
	value int
}

// allConstants lists fs.constants, the system's own in their place.
func allConstants() []constant {
	list := []constant{
		{"UV_FS_SYMLINK_DIR", 1}, {"UV_FS_SYMLINK_JUNCTION", 2},
		{"O_RDONLY", 0}, {"O_WRONLY", 1}, {"O_RDWR", 2},
		{"UV_DIRENT_UNKNOWN", 0}, {"UV_DIRENT_FILE", 1}, {"UV_DIRENT_DIR", 2}, {"UV_DIRENT_LINK", 3}, {"UV_DIRENT_FIFO", 4},
		{"UV_DIRENT_SOCKET", 5}, {"UV_DIRENT_CHAR", 6}, {"UV_DIRENT_BLOCK", 7},
		{"S_IFMT", modeType}, {"S_IFREG", modeFile}, {"S_IFDIR", modeDir}, {"S_IFCHR", modeChar}, {"S_IFBLK", modeBlock},
		{"S_IFIFO", modeFifo}, {"S_IFLNK", modeLink}, {"S_IFSOCK", modeSocket},
	}
	list = append(list, systemConstants()...)
	return append(list,
		constant{"F_OK", 0}, constant{"R_OK", 4}, constant{"W_OK", 2}, constant{"X_OK", 1},
		constant{"UV_FS_COPYFILE_EXCL", copyExclusive}, constant{"COPYFILE_EXCL", copyExclusive},
		constant{"UV_FS_COPYFILE_FICLONE", copyClone}, constant{"COPYFILE_FICLONE", copyClone},
		constant{"UV_FS_COPYFILE_FICLONE_FORCE", copyCloneForce}, constant{"COPYFILE_FICLONE_FORCE", copyCloneForce})
}

// permissionConstants are those of the mode bits, where there are all of them.
func permissionConstants() []constant {
	return []constant{
		{"S_IRWXU", 0o700}, {"S_IRUSR", 0o400}, {"S_IWUSR", 0o200}, {"S_IXUSR", 0o100},
		{"S_IRWXG", 0o070}, {"S_IRGRP", 0o040}, {"S_IWGRP", 0o020}, {"S_IXGRP", 0o010},
		{"S_IRWXO", 0o007}, {"S_IROTH", 0o004}, {"S_IWOTH", 0o002}, {"S_IXOTH", 0o001},
	}
}
