// wasm2c's output includes <alloca.h> for tail calls, which the init has none of: nothing to declare.
#pragma once
