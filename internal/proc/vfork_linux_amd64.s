#include "textflag.h"

// func vfork(args *cloneArgs, size uintptr) (pid, errno uintptr)
//
// The child returns first and reuses the stack from here down, so the place of the return address does not survive
// until the parent returns. A register does.
TEXT ·vfork(SB),NOSPLIT|NOFRAME,$0-32
	MOVQ args+0(FP), DI
	MOVQ size+8(FP), SI
	MOVQ $435, AX
	MOVQ 0(SP), R12
	SYSCALL
	MOVQ R12, 0(SP)
	MOVQ $0, errno+24(FP)
	MOVQ AX, pid+16(FP)
	TESTQ AX, AX
	JGE  done
	NEGQ AX
	MOVQ AX, errno+24(FP)
	MOVQ $0, pid+16(FP)
done:
	RET
