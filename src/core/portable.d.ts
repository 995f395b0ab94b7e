// The AssemblyScript names that src/core uses, for tsc. asc knows them by itself.
// Integers wider than 32 bits have no counterpart in a JS number, so core has none.

type i32 = number;
type u32 = number;
type f64 = number;
type bool = boolean;
type u8 = number;
