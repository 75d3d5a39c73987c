// SPDX-License-Identifier: MIT OR Apache-2.0
// Each behavioural model of a cell by itself, for its test. What is called `bench` gives the cells their time.
module bench (
    // Changes with each event, and when that is.
    input  wire        tick,
    input  wire [63:0] now_ps,
    // How long D of an IDDRX1F must hold still before and after an edge.
    input  wire [63:0] setup_ps,
    input  wire [63:0] hold_ps,
    // Which of the faults that a test has planted is there; the cells themselves know of none.
    input  wire [7:0]  fault,
    // PLL: 125 MHz from 25 MHz, a third of the VCO, and 125 MHz half a period late.
    input  wire        pll_clki,
    input  wire        pll_rst,
    output wire        pll_clkop,
    output wire        pll_clkos,
    output wire        pll_clkos2,
    output wire        pll_lock,
    // Another one, which makes 500 MHz from 25 MHz.
    input  wire        fast_clki,
    output wire        fast_lock,
    // Delays of 3 taps, of none, and that for a clock in the middle of its data.
    input  wire        delay_a,
    output wire        delay_z3,
    output wire        delay_z0,
    output wire        delay_zc,
    // Registers of double data rate.
    input  wire        sclk,
    input  wire        ddr_rst,
    input  wire        iddr_d,
    output wire        iddr_q0,
    output wire        iddr_q1,
    input  wire        oddr_d0,
    input  wire        oddr_d1,
    output wire        oddr_q,
    // Registers of single data rate; `pin_rst` is clear and preset.
    input  wire        pin_enable,
    input  wire        pin_rst,
    input  wire        pin_d,
    output wire        ifs_q,
    output wire        ofs_q
);

    wire _unused = &{1'b0, fault};

    EHXPLLL #(
        .CLKI_DIV(1),
        .CLKFB_DIV(5),
        .CLKOP_DIV(6),
        .CLKOP_CPHASE(5),
        .CLKOS_DIV(3),
        .CLKOS_CPHASE(5),
        .CLKOS_ENABLE("ENABLED"),
        .CLKOS2_DIV(6),
        .CLKOS2_CPHASE(8),
        .CLKOS2_ENABLE("ENABLED"),
        .PLLRST_ENA("ENABLED")
    ) pll (
        .CLKI(pll_clki),
        .CLKFB(pll_clkop),
        .PHASESEL1(1'b0),
        .PHASESEL0(1'b0),
        .PHASEDIR(1'b0),
        .PHASESTEP(1'b0),
        .PHASELOADREG(1'b0),
        .STDBY(1'b0),
        .PLLWAKESYNC(1'b0),
        .RST(pll_rst),
        .ENCLKOP(1'b0),
        .ENCLKOS(1'b0),
        .ENCLKOS2(1'b0),
        .ENCLKOS3(1'b0),
        .CLKOP(pll_clkop),
        .CLKOS(pll_clkos),
        .CLKOS2(pll_clkos2),
        .CLKOS3(),
        .LOCK(pll_lock),
        .INTLOCK(),
        .REFCLK(),
        .CLKINTFB()
    );

    EHXPLLL #(
        .CLKI_DIV(1),
        .CLKFB_DIV(20),
        .CLKOP_DIV(1)
    ) fast (
        .CLKI(fast_clki),
        .CLKFB(1'b0),
        .PHASESEL1(1'b0),
        .PHASESEL0(1'b0),
        .PHASEDIR(1'b0),
        .PHASESTEP(1'b0),
        .PHASELOADREG(1'b0),
        .STDBY(1'b0),
        .PLLWAKESYNC(1'b0),
        .RST(1'b0),
        .ENCLKOP(1'b0),
        .ENCLKOS(1'b0),
        .ENCLKOS2(1'b0),
        .ENCLKOS3(1'b0),
        .CLKOP(),
        .CLKOS(),
        .CLKOS2(),
        .CLKOS3(),
        .LOCK(fast_lock),
        .INTLOCK(),
        .REFCLK(),
        .CLKINTFB()
    );

    DELAYG #(.DEL_MODE("USER_DEFINED"), .DEL_VALUE(3)) delay3 (.A(delay_a), .Z(delay_z3));
    DELAYG #(.DEL_MODE("USER_DEFINED"), .DEL_VALUE(0)) delay0 (.A(delay_a), .Z(delay_z0));
    DELAYG #(.DEL_MODE("SCLK_CENTERED")) delay_centred (.A(delay_a), .Z(delay_zc));

    IDDRX1F iddr (.D(iddr_d), .SCLK(sclk), .RST(ddr_rst), .Q0(iddr_q0), .Q1(iddr_q1));
    ODDRX1F oddr (.SCLK(sclk), .RST(ddr_rst), .D0(oddr_d0), .D1(oddr_d1), .Q(oddr_q));

    IFS1P3DX ifs (.SCLK(sclk), .SP(pin_enable), .CD(pin_rst), .D(pin_d), .Q(ifs_q));
    OFS1P3BX ofs (.SCLK(sclk), .SP(pin_enable), .PD(pin_rst), .D(pin_d), .Q(ofs_q));

endmodule
