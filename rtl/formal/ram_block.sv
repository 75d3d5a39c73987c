// SPDX-License-Identifier: MIT OR Apache-2.0
// For the proofs of blocks with a `ram_block` in them; it goes before the module's end. One word at an arbitrary
// address can be seen from above.

    (* anyconst *) reg [ADDRESS_WIDTH-1:0] f_address;
    wire [WIDTH-1:0] f_word = memory[f_address];
