// SPDX-License-Identifier: MIT OR Apache-2.0
// Behaviour of the PLL of ECP5 (Lattice FPGA-TN-02200), for simulation.
//
// The outermost module is called `bench`: its inputs are `now_ps`, the time of the event, and `tick`, which changes
// with each event. The PLL makes no events of its own: there must be one at each edge of CLKOP, and the simulation
// stops when one was missed.
//
// Modelled: FEEDBK_PATH "CLKOP" (CLKOP = CLKI * CLKFB_DIV / CLKI_DIV, in phase with CLKI; VCO = CLKOP * CLKOP_DIV;
// CLKOS to CLKOS3 divide the VCO, later than CLKOP by the difference of their CPHASE in VCO periods), the limits of
// input, VCO and output, LOCK, RST and STDBY. LOCK rises after LOCK_PERIODS equal periods of CLKI, where the data sheet
// allows 15 ms, and falls when CLKI is away for two periods; all clocks are low while it is low. Other settings stop
// the simulation.
//
// Limits are those of the family data sheet (FPGA-DS-02012, sysCLOCK PLL Timing): fIN 8 to 400 MHz, fPFD 10 to 400,
// fVCO 400 to 800, fOUT 3.125 to 400.
module EHXPLLL #(
    parameter CLKI_DIV = 1,
    parameter CLKFB_DIV = 1,
    parameter CLKOP_DIV = 8,
    parameter CLKOS_DIV = 8,
    parameter CLKOS2_DIV = 8,
    parameter CLKOS3_DIV = 8,
    parameter CLKOP_ENABLE = "ENABLED",
    parameter CLKOS_ENABLE = "DISABLED",
    parameter CLKOS2_ENABLE = "DISABLED",
    parameter CLKOS3_ENABLE = "DISABLED",
    parameter CLKOP_CPHASE = 0,
    parameter CLKOS_CPHASE = 0,
    parameter CLKOS2_CPHASE = 0,
    parameter CLKOS3_CPHASE = 0,
    parameter CLKOP_FPHASE = 0,
    parameter CLKOS_FPHASE = 0,
    parameter CLKOS2_FPHASE = 0,
    parameter CLKOS3_FPHASE = 0,
    parameter FEEDBK_PATH = "CLKOP",
    parameter CLKOP_TRIM_POL = "RISING",
    parameter CLKOP_TRIM_DELAY = 0,
    parameter CLKOS_TRIM_POL = "RISING",
    parameter CLKOS_TRIM_DELAY = 0,
    parameter OUTDIVIDER_MUXA = "DIVA",
    parameter OUTDIVIDER_MUXB = "DIVB",
    parameter OUTDIVIDER_MUXC = "DIVC",
    parameter OUTDIVIDER_MUXD = "DIVD",
    parameter PLL_LOCK_MODE = 0,
    parameter PLL_LOCK_DELAY = 200,
    parameter STDBY_ENABLE = "DISABLED",
    parameter REFIN_RESET = "DISABLED",
    parameter SYNC_ENABLE = "DISABLED",
    parameter INT_LOCK_STICKY = "ENABLED",
    parameter DPHASE_SOURCE = "DISABLED",
    parameter PLLRST_ENA = "DISABLED",
    parameter INTFB_WAKE = "DISABLED"
) (
    input  wire CLKI,
    input  wire CLKFB,
    input  wire PHASESEL1,
    input  wire PHASESEL0,
    input  wire PHASEDIR,
    input  wire PHASESTEP,
    input  wire PHASELOADREG,
    input  wire STDBY,
    input  wire PLLWAKESYNC,
    input  wire RST,
    input  wire ENCLKOP,
    input  wire ENCLKOS,
    input  wire ENCLKOS2,
    input  wire ENCLKOS3,
    output wire CLKOP,
    output wire CLKOS,
    output wire CLKOS2,
    output wire CLKOS3,
    output wire LOCK,
    output wire INTLOCK,
    output wire REFCLK,
    output wire CLKINTFB
);

    localparam [63:0] LOCK_PERIODS = 64'd16;

    // It falls at the first event, where a simulator with four values has x before: what is reset while there is no
    // lock sees an edge.
    reg        locked = 1'b1;
    reg        input_before = 1'b0;
    reg        was_locked = 1'b0;
    // The last rising edge of CLKI, and the one from which the dividers count; how many passed since.
    reg [63:0] edge_ps = 64'd0;
    reg [63:0] origin_ps = 64'd0;
    reg [63:0] edges = 64'd0;
    // Of CLKI, and how many have been equal.
    reg [63:0] period_ps = 64'd0;
    reg [63:0] last_ps = 64'd0;
    reg [63:0] equal = 64'd0;
    reg [63:0] vco_half = 64'd0;
    reg [63:0] half_now = 64'd0;

    // The VCO in half periods since the origin: CLKI_DIV periods of CLKI have CLKFB_DIV * CLKOP_DIV of its periods.
    localparam [63:0] VCO_HALVES = 64'd2 * CLKFB_DIV * CLKOP_DIV;
    // Half a period of CLKOP in half periods of the VCO: what must not be missed.
    localparam [63:0] OUTPUT_HALF = CLKOP_DIV;

    function automatic [63:0] halves_at(input [63:0] now_ps);
        reg [63:0] count;
        begin
            count = ((now_ps - origin_ps) * VCO_HALVES) / (period_ps * CLKI_DIV);
            // CLKI is late: the last half period lasts.
            halves_at = count >= VCO_HALVES ? VCO_HALVES - 64'd1 : count;
        end
    endfunction

    function automatic divided(input [63:0] halves, input integer divider, input integer phase);
        reg [63:0] shifted;
        begin
            // Enough whole periods before, so that a phase below that of CLKOP does not go below zero.
            shifted = halves + 64'd2 * (64'd128 * divider + CLKOP_CPHASE - phase);
            divided = (shifted / divider) % 64'd2 == 64'd0;
        end
    endfunction

    // An output of the VCO divided by this does not exceed 400 MHz.
    function automatic slow_enough(input enabled, input integer divider);
        slow_enough = !enabled || period_ps * CLKI_DIV * divider >= 64'd2500 * CLKFB_DIV * CLKOP_DIV;
    endfunction

    task check(input ok, input [8*48-1:0] what);
        if (!ok) begin
            $display("EHXPLLL: %0s, at %0d ps", what, bench.now_ps);
            $stop;
        end
    endtask

    initial begin
        check(FEEDBK_PATH == "CLKOP", "FEEDBK_PATH is not modelled");
        check(CLKOP_FPHASE == 0 && CLKOS_FPHASE == 0, "FPHASE is not modelled");
        check(CLKOS2_FPHASE == 0 && CLKOS3_FPHASE == 0, "FPHASE is not modelled");
        check(DPHASE_SOURCE == "DISABLED", "DPHASE_SOURCE is not modelled");
    end

    wire stopped = (PLLRST_ENA == "ENABLED" && RST) || (STDBY_ENABLE == "ENABLED" && STDBY);
    wire _unused = &{1'b0, CLKFB, PHASESEL1, PHASESEL0, PHASEDIR, PHASESTEP, PHASELOADREG, PLLWAKESYNC, STDBY, RST};

    always @(edge bench.tick) begin
        if (CLKI && !input_before) begin
            // A hundredth of the period is jitter, more is another frequency.
            last_ps = period_ps;
            period_ps = bench.now_ps - edge_ps;
            if (period_ps * 64'd100 <= last_ps * 64'd101 && period_ps * 64'd100 >= last_ps * 64'd99)
                equal = equal + 64'd1;
            else
                equal = 64'd0;
            edge_ps = bench.now_ps;
            edges = edges + 64'd1;
            if (edges % CLKI_DIV == 64'd0 || !locked) begin
                origin_ps = bench.now_ps;
                edges = 64'd0;
            end
        end
        input_before = CLKI;
        if (stopped || bench.now_ps - edge_ps > 64'd2 * period_ps) equal = 64'd0;
        was_locked = locked;
        // The first edge of the outputs is one of the input's.
        locked = equal >= LOCK_PERIODS && (locked || origin_ps == bench.now_ps);
        if (locked && !was_locked) begin
            check(period_ps >= 64'd2500 && period_ps <= 64'd125000, "CLKI below 8 or above 400 MHz");
            check(period_ps * CLKI_DIV <= 64'd100000, "phase detector below 10 MHz");
            check(period_ps * CLKI_DIV >= 64'd1250 * CLKFB_DIV * CLKOP_DIV, "VCO above 800 MHz");
            check(period_ps * CLKI_DIV <= 64'd2500 * CLKFB_DIV * CLKOP_DIV, "VCO below 400 MHz");
            // The slowest VCO with the largest divider, 128, is just at the lower limit of the outputs.
            check(slow_enough(CLKOP_ENABLE == "ENABLED", CLKOP_DIV), "CLKOP above 400 MHz");
            check(slow_enough(CLKOS_ENABLE == "ENABLED", CLKOS_DIV), "CLKOS above 400 MHz");
            check(slow_enough(CLKOS2_ENABLE == "ENABLED", CLKOS2_DIV), "CLKOS2 above 400 MHz");
            check(slow_enough(CLKOS3_ENABLE == "ENABLED", CLKOS3_DIV), "CLKOS3 above 400 MHz");
        end
        if (locked) begin
            half_now = halves_at(bench.now_ps);
            if (was_locked && half_now > vco_half)
                check(half_now <= vco_half + OUTPUT_HALF, "an edge of CLKOP has no event");
            vco_half = half_now;
        end
    end

    assign CLKOP = locked && CLKOP_ENABLE == "ENABLED" && divided(vco_half, CLKOP_DIV, CLKOP_CPHASE);
    assign CLKOS = locked && CLKOS_ENABLE == "ENABLED" && divided(vco_half, CLKOS_DIV, CLKOS_CPHASE);
    assign CLKOS2 = locked && CLKOS2_ENABLE == "ENABLED" && divided(vco_half, CLKOS2_DIV, CLKOS2_CPHASE);
    assign CLKOS3 = locked && CLKOS3_ENABLE == "ENABLED" && divided(vco_half, CLKOS3_DIV, CLKOS3_CPHASE);
    assign LOCK = locked;
    assign INTLOCK = locked;
    assign REFCLK = CLKI;
    assign CLKINTFB = 1'b0;

endmodule
