// SPDX-License-Identifier: MIT OR Apache-2.0
// The behavioural model of block RAM by itself, for its test: two of them, which see the same.
module bench (
    input  wire        clk_a,
    input  wire        clk_b,
    // Which of the faults that a test has planted is there; the cell itself knows of none.
    input  wire [7:0]  fault,
    // Port A.
    input  wire        a_rst,
    input  wire        a_enable,
    input  wire        a_select,
    input  wire        a_output_enable,
    input  wire        a_write,
    input  wire [13:0] a_address,
    input  wire [17:0] a_data,
    // Of a RAM with wide ports, and of one with narrow ones.
    output wire [17:0] a_wide,
    output wire [17:0] a_narrow,
    // Port B.
    input  wire        b_rst,
    input  wire        b_enable,
    input  wire        b_select,
    input  wire        b_output_enable,
    input  wire        b_write,
    input  wire [13:0] b_address,
    input  wire [17:0] b_data,
    // Of a RAM with wide ports, and of one with narrow ones.
    output wire [17:0] b_wide,
    output wire [17:0] b_narrow
);

    wire _unused = &{1'b0, fault};

    DP16KD #(
        .DATA_WIDTH_A(9),
        .DATA_WIDTH_B(18),
        .WRITEMODE_A("WRITETHROUGH"),
        .WRITEMODE_B("READBEFOREWRITE"),
        .REGMODE_B("OUTREG"),
        .CSDECODE_A("0b010"),
        .CSDECODE_B("0b010"),
        .INITVAL_00(320'h00002_00001),
        .INITVAL_3F(320'h2aaaa << 300)
    ) wide (
        .DIA17(a_data[17]), .DIA16(a_data[16]), .DIA15(a_data[15]), .DIA14(a_data[14]), .DIA13(a_data[13]),
        .DIA12(a_data[12]), .DIA11(a_data[11]), .DIA10(a_data[10]), .DIA9(a_data[9]), .DIA8(a_data[8]),
        .DIA7(a_data[7]), .DIA6(a_data[6]), .DIA5(a_data[5]), .DIA4(a_data[4]), .DIA3(a_data[3]), .DIA2(a_data[2]),
        .DIA1(a_data[1]), .DIA0(a_data[0]), .ADA13(a_address[13]), .ADA12(a_address[12]), .ADA11(a_address[11]),
        .ADA10(a_address[10]), .ADA9(a_address[9]), .ADA8(a_address[8]), .ADA7(a_address[7]), .ADA6(a_address[6]),
        .ADA5(a_address[5]), .ADA4(a_address[4]), .ADA3(a_address[3]), .ADA2(a_address[2]), .ADA1(a_address[1]),
        .ADA0(a_address[0]), .CEA(a_enable), .OCEA(a_output_enable), .CLKA(clk_a), .WEA(a_write), .RSTA(a_rst),
        .CSA2(1'b0), .CSA1(a_select), .CSA0(1'b0), .DOA17(a_wide[17]), .DOA16(a_wide[16]), .DOA15(a_wide[15]),
        .DOA14(a_wide[14]), .DOA13(a_wide[13]), .DOA12(a_wide[12]), .DOA11(a_wide[11]), .DOA10(a_wide[10]),
        .DOA9(a_wide[9]), .DOA8(a_wide[8]), .DOA7(a_wide[7]), .DOA6(a_wide[6]), .DOA5(a_wide[5]), .DOA4(a_wide[4]),
        .DOA3(a_wide[3]), .DOA2(a_wide[2]), .DOA1(a_wide[1]), .DOA0(a_wide[0]), .DIB17(b_data[17]),
        .DIB16(b_data[16]), .DIB15(b_data[15]), .DIB14(b_data[14]), .DIB13(b_data[13]), .DIB12(b_data[12]),
        .DIB11(b_data[11]), .DIB10(b_data[10]), .DIB9(b_data[9]), .DIB8(b_data[8]), .DIB7(b_data[7]),
        .DIB6(b_data[6]), .DIB5(b_data[5]), .DIB4(b_data[4]), .DIB3(b_data[3]), .DIB2(b_data[2]), .DIB1(b_data[1]),
        .DIB0(b_data[0]), .ADB13(b_address[13]), .ADB12(b_address[12]), .ADB11(b_address[11]), .ADB10(b_address[10]),
        .ADB9(b_address[9]), .ADB8(b_address[8]), .ADB7(b_address[7]), .ADB6(b_address[6]), .ADB5(b_address[5]),
        .ADB4(b_address[4]), .ADB3(b_address[3]), .ADB2(b_address[2]), .ADB1(b_address[1]), .ADB0(b_address[0]),
        .CEB(b_enable), .OCEB(b_output_enable), .CLKB(clk_b), .WEB(b_write), .RSTB(b_rst), .CSB2(1'b0),
        .CSB1(b_select), .CSB0(1'b0), .DOB17(b_wide[17]), .DOB16(b_wide[16]), .DOB15(b_wide[15]), .DOB14(b_wide[14]),
        .DOB13(b_wide[13]), .DOB12(b_wide[12]), .DOB11(b_wide[11]), .DOB10(b_wide[10]), .DOB9(b_wide[9]),
        .DOB8(b_wide[8]), .DOB7(b_wide[7]), .DOB6(b_wide[6]), .DOB5(b_wide[5]), .DOB4(b_wide[4]), .DOB3(b_wide[3]),
        .DOB2(b_wide[2]), .DOB1(b_wide[1]), .DOB0(b_wide[0])
    );

    DP16KD #(
        .DATA_WIDTH_A(4),
        .DATA_WIDTH_B(1),
        .RESETMODE("ASYNC"),
        .CSDECODE_A("0b010"),
        .CSDECODE_B("0b010"),
        .INITVAL_00(320'h1)
    ) narrow (
        .DIA17(a_data[17]), .DIA16(a_data[16]), .DIA15(a_data[15]), .DIA14(a_data[14]), .DIA13(a_data[13]),
        .DIA12(a_data[12]), .DIA11(a_data[11]), .DIA10(a_data[10]), .DIA9(a_data[9]), .DIA8(a_data[8]),
        .DIA7(a_data[7]), .DIA6(a_data[6]), .DIA5(a_data[5]), .DIA4(a_data[4]), .DIA3(a_data[3]), .DIA2(a_data[2]),
        .DIA1(a_data[1]), .DIA0(a_data[0]), .ADA13(a_address[13]), .ADA12(a_address[12]), .ADA11(a_address[11]),
        .ADA10(a_address[10]), .ADA9(a_address[9]), .ADA8(a_address[8]), .ADA7(a_address[7]), .ADA6(a_address[6]),
        .ADA5(a_address[5]), .ADA4(a_address[4]), .ADA3(a_address[3]), .ADA2(a_address[2]), .ADA1(a_address[1]),
        .ADA0(a_address[0]), .CEA(a_enable), .OCEA(a_output_enable), .CLKA(clk_a), .WEA(a_write), .RSTA(a_rst),
        .CSA2(1'b0), .CSA1(a_select), .CSA0(1'b0), .DOA17(a_narrow[17]), .DOA16(a_narrow[16]), .DOA15(a_narrow[15]),
        .DOA14(a_narrow[14]), .DOA13(a_narrow[13]), .DOA12(a_narrow[12]), .DOA11(a_narrow[11]), .DOA10(a_narrow[10]),
        .DOA9(a_narrow[9]), .DOA8(a_narrow[8]), .DOA7(a_narrow[7]), .DOA6(a_narrow[6]), .DOA5(a_narrow[5]),
        .DOA4(a_narrow[4]), .DOA3(a_narrow[3]), .DOA2(a_narrow[2]), .DOA1(a_narrow[1]), .DOA0(a_narrow[0]),
        .DIB17(b_data[17]), .DIB16(b_data[16]), .DIB15(b_data[15]), .DIB14(b_data[14]), .DIB13(b_data[13]),
        .DIB12(b_data[12]), .DIB11(b_data[11]), .DIB10(b_data[10]), .DIB9(b_data[9]), .DIB8(b_data[8]),
        .DIB7(b_data[7]), .DIB6(b_data[6]), .DIB5(b_data[5]), .DIB4(b_data[4]), .DIB3(b_data[3]), .DIB2(b_data[2]),
        .DIB1(b_data[1]), .DIB0(b_data[0]), .ADB13(b_address[13]), .ADB12(b_address[12]), .ADB11(b_address[11]),
        .ADB10(b_address[10]), .ADB9(b_address[9]), .ADB8(b_address[8]), .ADB7(b_address[7]), .ADB6(b_address[6]),
        .ADB5(b_address[5]), .ADB4(b_address[4]), .ADB3(b_address[3]), .ADB2(b_address[2]), .ADB1(b_address[1]),
        .ADB0(b_address[0]), .CEB(b_enable), .OCEB(b_output_enable), .CLKB(clk_b), .WEB(b_write), .RSTB(b_rst),
        .CSB2(1'b0), .CSB1(b_select), .CSB0(1'b0), .DOB17(b_narrow[17]), .DOB16(b_narrow[16]), .DOB15(b_narrow[15]),
        .DOB14(b_narrow[14]), .DOB13(b_narrow[13]), .DOB12(b_narrow[12]), .DOB11(b_narrow[11]), .DOB10(b_narrow[10]),
        .DOB9(b_narrow[9]), .DOB8(b_narrow[8]), .DOB7(b_narrow[7]), .DOB6(b_narrow[6]), .DOB5(b_narrow[5]),
        .DOB4(b_narrow[4]), .DOB3(b_narrow[3]), .DOB2(b_narrow[2]), .DOB1(b_narrow[1]), .DOB0(b_narrow[0])
    );

endmodule
