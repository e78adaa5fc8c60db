#include "textflag.h"

// func vfork(args *cloneArgs, size uintptr) (pid, errno uintptr)
//
// The return address is in the link register, which the kernel gives back to parent and child alike.
TEXT ·vfork(SB),NOSPLIT|NOFRAME,$0-32
	MOVD args+0(FP), R0
	MOVD size+8(FP), R1
	MOVD $435, R8
	SVC
	MOVD ZR, errno+24(FP)
	MOVD R0, pid+16(FP)
	CMP  $0, R0
	BGE  done
	NEG  R0, R0
	MOVD R0, errno+24(FP)
	MOVD ZR, pid+16(FP)
done:
	RET
