// SPDX-License-Identifier: MIT OR Apache-2.0
// Behaviour of the block RAM of ECP5 (Lattice FPGA-TN-02204, DP16KD), for simulation: 18432 bits behind two ports, each
// with its own clock and width (1, 2, 4, 9 or 18 bits).
//
// Of a port of 9 bits AD13 to AD3 are the address, of narrower ones one bit more for each halving, of one of 18 bits
// AD13 to AD4, and there AD1 and AD0 enable the writing of its upper and lower nine bits. Ports of 1, 2 and 4 bits do
// not reach the ninth bit of an octet. At an edge with CE, and CS being CSDECODE, a port writes (WE) or reads. What a
// write does to the output is WRITEMODE: "NORMAL" holds it, "WRITETHROUGH" shows what was written, "READBEFOREWRITE"
// what was there. A second register of the output (REGMODE "OUTREG") has the enable OCE. RST clears the output: at the
// next edge, whatever CE is, and stops a write at that edge (RESETMODE "SYNC"), or at once ("ASYNC").
//
// The memory starts with INITVAL_00 to INITVAL_3F (16 words of 18 bits each, in 20 bits) where any of them is not 0;
// else with what the simulator starts memories with, so that a word that is read before it is written shows. One port
// reading what the other writes at the same edge reads the old word; the vendor promises nothing there.
module DP16KD #(
    parameter DATA_WIDTH_A = 18,
    parameter DATA_WIDTH_B = 18,
    parameter REGMODE_A = "NOREG",
    parameter REGMODE_B = "NOREG",
    parameter RESETMODE = "SYNC",
    parameter ASYNC_RESET_RELEASE = "SYNC",
    parameter CSDECODE_A = "0b000",
    parameter CSDECODE_B = "0b000",
    parameter WRITEMODE_A = "NORMAL",
    parameter WRITEMODE_B = "NORMAL",
    parameter CLKAMUX = "CLKA",
    parameter CLKBMUX = "CLKB",
    parameter GSR = "ENABLED",
    parameter INIT_DATA = "STATIC",
    parameter [319:0] INITVAL_00 = 320'd0,
    parameter [319:0] INITVAL_01 = 320'd0,
    parameter [319:0] INITVAL_02 = 320'd0,
    parameter [319:0] INITVAL_03 = 320'd0,
    parameter [319:0] INITVAL_04 = 320'd0,
    parameter [319:0] INITVAL_05 = 320'd0,
    parameter [319:0] INITVAL_06 = 320'd0,
    parameter [319:0] INITVAL_07 = 320'd0,
    parameter [319:0] INITVAL_08 = 320'd0,
    parameter [319:0] INITVAL_09 = 320'd0,
    parameter [319:0] INITVAL_0A = 320'd0,
    parameter [319:0] INITVAL_0B = 320'd0,
    parameter [319:0] INITVAL_0C = 320'd0,
    parameter [319:0] INITVAL_0D = 320'd0,
    parameter [319:0] INITVAL_0E = 320'd0,
    parameter [319:0] INITVAL_0F = 320'd0,
    parameter [319:0] INITVAL_10 = 320'd0,
    parameter [319:0] INITVAL_11 = 320'd0,
    parameter [319:0] INITVAL_12 = 320'd0,
    parameter [319:0] INITVAL_13 = 320'd0,
    parameter [319:0] INITVAL_14 = 320'd0,
    parameter [319:0] INITVAL_15 = 320'd0,
    parameter [319:0] INITVAL_16 = 320'd0,
    parameter [319:0] INITVAL_17 = 320'd0,
    parameter [319:0] INITVAL_18 = 320'd0,
    parameter [319:0] INITVAL_19 = 320'd0,
    parameter [319:0] INITVAL_1A = 320'd0,
    parameter [319:0] INITVAL_1B = 320'd0,
    parameter [319:0] INITVAL_1C = 320'd0,
    parameter [319:0] INITVAL_1D = 320'd0,
    parameter [319:0] INITVAL_1E = 320'd0,
    parameter [319:0] INITVAL_1F = 320'd0,
    parameter [319:0] INITVAL_20 = 320'd0,
    parameter [319:0] INITVAL_21 = 320'd0,
    parameter [319:0] INITVAL_22 = 320'd0,
    parameter [319:0] INITVAL_23 = 320'd0,
    parameter [319:0] INITVAL_24 = 320'd0,
    parameter [319:0] INITVAL_25 = 320'd0,
    parameter [319:0] INITVAL_26 = 320'd0,
    parameter [319:0] INITVAL_27 = 320'd0,
    parameter [319:0] INITVAL_28 = 320'd0,
    parameter [319:0] INITVAL_29 = 320'd0,
    parameter [319:0] INITVAL_2A = 320'd0,
    parameter [319:0] INITVAL_2B = 320'd0,
    parameter [319:0] INITVAL_2C = 320'd0,
    parameter [319:0] INITVAL_2D = 320'd0,
    parameter [319:0] INITVAL_2E = 320'd0,
    parameter [319:0] INITVAL_2F = 320'd0,
    parameter [319:0] INITVAL_30 = 320'd0,
    parameter [319:0] INITVAL_31 = 320'd0,
    parameter [319:0] INITVAL_32 = 320'd0,
    parameter [319:0] INITVAL_33 = 320'd0,
    parameter [319:0] INITVAL_34 = 320'd0,
    parameter [319:0] INITVAL_35 = 320'd0,
    parameter [319:0] INITVAL_36 = 320'd0,
    parameter [319:0] INITVAL_37 = 320'd0,
    parameter [319:0] INITVAL_38 = 320'd0,
    parameter [319:0] INITVAL_39 = 320'd0,
    parameter [319:0] INITVAL_3A = 320'd0,
    parameter [319:0] INITVAL_3B = 320'd0,
    parameter [319:0] INITVAL_3C = 320'd0,
    parameter [319:0] INITVAL_3D = 320'd0,
    parameter [319:0] INITVAL_3E = 320'd0,
    parameter [319:0] INITVAL_3F = 320'd0
) (
    // Port A.
    input  wire     DIA17, DIA16, DIA15, DIA14, DIA13, DIA12, DIA11, DIA10, DIA9, DIA8, DIA7, DIA6, DIA5, DIA4,
                DIA3, DIA2, DIA1, DIA0,
    input  wire     ADA13, ADA12, ADA11, ADA10, ADA9, ADA8, ADA7, ADA6, ADA5, ADA4, ADA3, ADA2, ADA1, ADA0,
    input  wire     CEA, OCEA, CLKA, WEA, RSTA, CSA2, CSA1, CSA0,
    output wire     DOA17, DOA16, DOA15, DOA14, DOA13, DOA12, DOA11, DOA10, DOA9, DOA8, DOA7, DOA6, DOA5, DOA4,
                DOA3, DOA2, DOA1, DOA0,
    // Port B.
    input  wire     DIB17, DIB16, DIB15, DIB14, DIB13, DIB12, DIB11, DIB10, DIB9, DIB8, DIB7, DIB6, DIB5, DIB4,
                DIB3, DIB2, DIB1, DIB0,
    input  wire     ADB13, ADB12, ADB11, ADB10, ADB9, ADB8, ADB7, ADB6, ADB5, ADB4, ADB3, ADB2, ADB1, ADB0,
    input  wire     CEB, OCEB, CLKB, WEB, RSTB, CSB2, CSB1, CSB0,
    output wire     DOB17, DOB16, DOB15, DOB14, DOB13, DOB12, DOB11, DOB10, DOB9, DOB8, DOB7, DOB6, DOB5, DOB4,
                DOB3, DOB2, DOB1, DOB0
);

    reg [17:0] memory [0:1023];

    // Where in its word of 18 bits a datum of this width begins, and the bits it has there.
    function automatic [4:0] place(input integer width, input [13:0] address);
        reg [4:0] octet;
        begin
            octet = address[3] ? 5'd9 : 5'd0;
            case (width)
                1: place = octet + {2'd0, address[2:0]};
                2: place = octet + {2'd0, address[2:1], 1'b0};
                4: place = octet + {2'd0, address[2], 2'b00};
                9: place = octet;
                default: place = 5'd0;
            endcase
        end
    endfunction

    function automatic [17:0] mask(input integer width, input [13:0] address);
        if (width == 18) mask = {{9{address[1]}}, {9{address[0]}}};
        else mask = ((18'd1 << width) - 18'd1) << place(width, address);
    endfunction

    function automatic [17:0] datum(input integer width, input [13:0] address, input [17:0] word);
        if (width == 18) datum = word;
        else datum = (word >> place(width, address)) & ((18'd1 << width) - 18'd1);
    endfunction

    function automatic [17:0] written(input integer width, input [13:0] address, input [17:0] word, input [17:0] data);
        written = (word & ~mask(width, address)) | ((data << place(width, address)) & mask(width, address));
    endfunction

    // "0b010" as a number.
    function automatic [2:0] decode(input [8*5-1:0] text);
        decode = {text[16], text[8], text[0]};
    endfunction

    function automatic is_width(input integer width);
        is_width = width == 1 || width == 2 || width == 4 || width == 9 || width == 18;
    endfunction

    task check(input ok, input [8*40-1:0] what);
        if (!ok) begin
            $display("DP16KD: %0s", what);
            $stop;
        end
    endtask

    localparam [64*320-1:0] INITVAL =
        {INITVAL_3F, INITVAL_3E, INITVAL_3D, INITVAL_3C, INITVAL_3B, INITVAL_3A, INITVAL_39, INITVAL_38,
        INITVAL_37, INITVAL_36, INITVAL_35, INITVAL_34, INITVAL_33, INITVAL_32, INITVAL_31, INITVAL_30, INITVAL_2F,
        INITVAL_2E, INITVAL_2D, INITVAL_2C, INITVAL_2B, INITVAL_2A, INITVAL_29, INITVAL_28, INITVAL_27, INITVAL_26,
        INITVAL_25, INITVAL_24, INITVAL_23, INITVAL_22, INITVAL_21, INITVAL_20, INITVAL_1F, INITVAL_1E, INITVAL_1D,
        INITVAL_1C, INITVAL_1B, INITVAL_1A, INITVAL_19, INITVAL_18, INITVAL_17, INITVAL_16, INITVAL_15, INITVAL_14,
        INITVAL_13, INITVAL_12, INITVAL_11, INITVAL_10, INITVAL_0F, INITVAL_0E, INITVAL_0D, INITVAL_0C, INITVAL_0B,
        INITVAL_0A, INITVAL_09, INITVAL_08, INITVAL_07, INITVAL_06, INITVAL_05, INITVAL_04, INITVAL_03, INITVAL_02,
        INITVAL_01, INITVAL_00};

    integer word;

    initial begin
        check(is_width(DATA_WIDTH_A) && is_width(DATA_WIDTH_B), "no such width");
        check(RESETMODE == "SYNC" || RESETMODE == "ASYNC", "no such RESETMODE");
        if (INITVAL != 0)
            for (word = 0; word < 1024; word = word + 1)
                memory[word] = INITVAL[(word / 16) * 320 + (word % 16) * 20 +: 18];
    end

    // Port A.
    wire        clk_a = CLKAMUX == "INV" ? !CLKA : CLKA;
    wire        rst_a_async = RESETMODE == "ASYNC" && RSTA;
    wire        active_a = CEA && {CSA2, CSA1, CSA0} == decode(CSDECODE_A);
    wire [13:0] address_a = {ADA13, ADA12, ADA11, ADA10, ADA9, ADA8, ADA7, ADA6, ADA5, ADA4, ADA3, ADA2, ADA1, ADA0};
    wire [17:0] data_a = {DIA17, DIA16, DIA15, DIA14, DIA13, DIA12, DIA11, DIA10, DIA9, DIA8, DIA7, DIA6, DIA5,
        DIA4, DIA3, DIA2, DIA1, DIA0};
    wire [17:0] old_a = memory[address_a[13:4]];
    wire [17:0] new_a = written(DATA_WIDTH_A, address_a, old_a, data_a);
    reg  [17:0] latch_a;
    reg  [17:0] output_a;

    always @(posedge clk_a or posedge rst_a_async) begin
        if (rst_a_async) begin
            latch_a <= 18'd0;
            output_a <= 18'd0;
        end else if (RSTA) begin
            latch_a <= 18'd0;
            output_a <= 18'd0;
        end else begin
            if (active_a && !WEA) latch_a <= datum(DATA_WIDTH_A, address_a, old_a);
            if (active_a && WEA) begin
                memory[address_a[13:4]] <= new_a;
                if (WRITEMODE_A == "WRITETHROUGH") latch_a <= datum(DATA_WIDTH_A, address_a, new_a);
                if (WRITEMODE_A == "READBEFOREWRITE") latch_a <= datum(DATA_WIDTH_A, address_a, old_a);
            end
            if (OCEA) output_a <= latch_a;
        end
    end

    assign {DOA17, DOA16, DOA15, DOA14, DOA13, DOA12, DOA11, DOA10, DOA9, DOA8, DOA7, DOA6, DOA5, DOA4, DOA3, DOA2,
        DOA1, DOA0} = REGMODE_A == "OUTREG" ? output_a : latch_a;

    // Port B.
    wire        clk_b = CLKBMUX == "INV" ? !CLKB : CLKB;
    wire        rst_b_async = RESETMODE == "ASYNC" && RSTB;
    wire        active_b = CEB && {CSB2, CSB1, CSB0} == decode(CSDECODE_B);
    wire [13:0] address_b = {ADB13, ADB12, ADB11, ADB10, ADB9, ADB8, ADB7, ADB6, ADB5, ADB4, ADB3, ADB2, ADB1, ADB0};
    wire [17:0] data_b = {DIB17, DIB16, DIB15, DIB14, DIB13, DIB12, DIB11, DIB10, DIB9, DIB8, DIB7, DIB6, DIB5,
        DIB4, DIB3, DIB2, DIB1, DIB0};
    wire [17:0] old_b = memory[address_b[13:4]];
    wire [17:0] new_b = written(DATA_WIDTH_B, address_b, old_b, data_b);
    reg  [17:0] latch_b;
    reg  [17:0] output_b;

    always @(posedge clk_b or posedge rst_b_async) begin
        if (rst_b_async) begin
            latch_b <= 18'd0;
            output_b <= 18'd0;
        end else if (RSTB) begin
            latch_b <= 18'd0;
            output_b <= 18'd0;
        end else begin
            if (active_b && !WEB) latch_b <= datum(DATA_WIDTH_B, address_b, old_b);
            if (active_b && WEB) begin
                memory[address_b[13:4]] <= new_b;
                if (WRITEMODE_B == "WRITETHROUGH") latch_b <= datum(DATA_WIDTH_B, address_b, new_b);
                if (WRITEMODE_B == "READBEFOREWRITE") latch_b <= datum(DATA_WIDTH_B, address_b, old_b);
            end
            if (OCEB) output_b <= latch_b;
        end
    end

    assign {DOB17, DOB16, DOB15, DOB14, DOB13, DOB12, DOB11, DOB10, DOB9, DOB8, DOB7, DOB6, DOB5, DOB4, DOB3, DOB2,
        DOB1, DOB0} = REGMODE_B == "OUTREG" ? output_b : latch_b;

    wire _unused = &{1'b0, ASYNC_RESET_RELEASE == "SYNC", GSR == "AUTO", INIT_DATA == "STATIC"};

endmodule
