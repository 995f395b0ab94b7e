// The two definitions that wasm2c's output takes from <stddef.h>.
#pragma once
typedef __SIZE_TYPE__ size_t;
#define NULL ((void *)0)
