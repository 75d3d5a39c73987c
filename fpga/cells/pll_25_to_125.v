// SPDX-License-Identifier: MIT OR Apache-2.0
// 125 MHz from 25 MHz with a PLL of ECP5: VCO at 625 MHz, fed back from its own output, so that the two are in phase.
module pll_25_to_125 (
    input  wire clk_25,
    output wire clk_125,
    // The output has its frequency.
    output wire locked
);

    (* FREQUENCY_PIN_CLKI = "25", FREQUENCY_PIN_CLKOP = "125" *)
    EHXPLLL #(
        .CLKI_DIV(1),
        .CLKFB_DIV(5),
        .CLKOP_DIV(5),
        .CLKOP_CPHASE(4),
        .CLKOP_ENABLE("ENABLED"),
        .FEEDBK_PATH("CLKOP"),
        .PLLRST_ENA("DISABLED"),
        .STDBY_ENABLE("DISABLED"),
        .DPHASE_SOURCE("DISABLED"),
        .INTFB_WAKE("DISABLED")
    ) pll (
        .CLKI(clk_25),
        .CLKFB(clk_125),
        .PHASESEL1(1'b0),
        .PHASESEL0(1'b0),
        .PHASEDIR(1'b1),
        .PHASESTEP(1'b1),
        .PHASELOADREG(1'b1),
        .STDBY(1'b0),
        .PLLWAKESYNC(1'b0),
        .RST(1'b0),
        .ENCLKOP(1'b0),
        .ENCLKOS(1'b0),
        .ENCLKOS2(1'b0),
        .ENCLKOS3(1'b0),
        .CLKOP(clk_125),
        .CLKOS(),
        .CLKOS2(),
        .CLKOS3(),
        .LOCK(locked),
        .INTLOCK(),
        .REFCLK(),
        .CLKINTFB()
    );

endmodule
