// aarch64: how the module's loads and stores reach linear memory.
#pragma once
#include "../memory.h"

static inline long open_memory(void) { return 0; }

#define LOAD(type, offset) VALUE(type, , (uintptr_t)linear_memory + (offset))
#define STORE(type, offset, value) VALUE(type, , (uintptr_t)linear_memory + (offset)) = (value)
