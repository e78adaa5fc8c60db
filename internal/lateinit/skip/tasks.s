//go:build linux && amd64 && go1.26 && !go1.27

#include "textflag.h"

DATA ·never+0(SB)/8, $github·com∕google∕pprof∕profile··inittask(SB)
GLOBL ·never(SB), NOPTR|RODATA, $8

DATA ·esbuild+0(SB)/8, $github·com∕evanw∕esbuild∕internal∕fs··inittask(SB)
DATA ·esbuild+8(SB)/8, $github·com∕evanw∕esbuild∕internal∕helpers··inittask(SB)
DATA ·esbuild+16(SB)/8, $github·com∕evanw∕esbuild∕internal∕css_ast··inittask(SB)
DATA ·esbuild+24(SB)/8, $github·com∕evanw∕esbuild∕internal∕compat··inittask(SB)
DATA ·esbuild+32(SB)/8, $github·com∕evanw∕esbuild∕internal∕css_parser··inittask(SB)
DATA ·esbuild+40(SB)/8, $github·com∕evanw∕esbuild∕internal∕js_lexer··inittask(SB)
DATA ·esbuild+48(SB)/8, $github·com∕evanw∕esbuild∕internal∕js_parser··inittask(SB)
DATA ·esbuild+56(SB)/8, $github·com∕evanw∕esbuild∕internal∕js_printer··inittask(SB)
DATA ·esbuild+64(SB)/8, $github·com∕evanw∕esbuild∕internal∕resolver··inittask(SB)
DATA ·esbuild+72(SB)/8, $github·com∕evanw∕esbuild∕pkg∕api··inittask(SB)
GLOBL ·esbuild(SB), NOPTR|RODATA, $80

DATA ·webAssembly+0(SB)/8, $golang·org∕x∕sys∕cpu··inittask(SB)
DATA ·webAssembly+8(SB)/8, $github·com∕tetratelabs∕wazero∕internal∕platform··inittask(SB)
DATA ·webAssembly+16(SB)/8, $github·com∕tetratelabs∕wazero∕internal∕wasm··inittask(SB)
DATA ·webAssembly+24(SB)/8, $github·com∕tetratelabs∕wazero∕internal∕engine∕wazevo∕ssa··inittask(SB)
DATA ·webAssembly+32(SB)/8, $github·com∕tetratelabs∕wazero∕internal∕engine∕wazevo∕backend∕isa∕amd64··inittask(SB)
DATA ·webAssembly+40(SB)/8, $github·com∕tetratelabs∕wazero∕internal∕engine∕wazevo··inittask(SB)
GLOBL ·webAssembly(SB), NOPTR|RODATA, $48

DATA ·crypto+0(SB)/8, $golang·org∕x∕sys∕cpu··inittask(SB)
DATA ·crypto+8(SB)/8, $golang·org∕x∕crypto∕ripemd160··inittask(SB)
DATA ·crypto+16(SB)/8, $golang·org∕x∕crypto∕blake2b··inittask(SB)
DATA ·crypto+24(SB)/8, $golang·org∕x∕crypto∕argon2··inittask(SB)
DATA ·crypto+32(SB)/8, $golang·org∕x∕crypto∕blake2s··inittask(SB)
DATA ·crypto+40(SB)/8, $golang·org∕x∕crypto∕cryptobyte··inittask(SB)
DATA ·crypto+48(SB)/8, $github·com∕cloudflare∕circl∕math∕fp448··inittask(SB)
DATA ·crypto+56(SB)/8, $github·com∕cloudflare∕circl∕dh∕x448··inittask(SB)
DATA ·crypto+64(SB)/8, $github·com∕decred∕dcrd∕dcrec∕secp256k1∕v4··inittask(SB)
GLOBL ·crypto(SB), NOPTR|RODATA, $72

DATA ·deflate+0(SB)/8, $github·com∕klauspost∕compress∕flate··inittask(SB)
GLOBL ·deflate(SB), NOPTR|RODATA, $8

DATA ·zstandard+0(SB)/8, $github·com∕klauspost∕compress∕internal∕cpuinfo··inittask(SB)
DATA ·zstandard+8(SB)/8, $github·com∕klauspost∕compress∕internal∕snapref··inittask(SB)
DATA ·zstandard+16(SB)/8, $github·com∕klauspost∕compress∕zstd··inittask(SB)
GLOBL ·zstandard(SB), NOPTR|RODATA, $24

DATA ·brotli+0(SB)/8, $github·com∕andybalholm∕brotli··inittask(SB)
GLOBL ·brotli(SB), NOPTR|RODATA, $8

DATA ·charsets+0(SB)/8, $golang·org∕x∕text∕encoding∕charmap··inittask(SB)
DATA ·charsets+8(SB)/8, $golang·org∕x∕text∕encoding∕japanese··inittask(SB)
DATA ·charsets+16(SB)/8, $golang·org∕x∕text∕encoding∕korean··inittask(SB)
DATA ·charsets+24(SB)/8, $golang·org∕x∕text∕encoding∕simplifiedchinese··inittask(SB)
DATA ·charsets+32(SB)/8, $golang·org∕x∕text∕encoding∕traditionalchinese··inittask(SB)
DATA ·charsets+40(SB)/8, $golang·org∕x∕text∕encoding∕unicode··inittask(SB)
DATA ·charsets+48(SB)/8, $golang·org∕x∕text∕encoding∕htmlindex··inittask(SB)
GLOBL ·charsets(SB), NOPTR|RODATA, $56

DATA ·dns+0(SB)/8, $golang·org∕x∕net∕dns∕dnsmessage··inittask(SB)
GLOBL ·dns(SB), NOPTR|RODATA, $8
