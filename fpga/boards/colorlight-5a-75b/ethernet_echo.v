// SPDX-License-Identifier: MIT OR Apache-2.0
// Generated from fpga/boards/colorlight-5a-75b/top.rs; do not edit.

`default_nettype none

// The Ethernet echo on the Colorlight 5A-75B: PLL, resets and the registers at the pins around `echo_core`. The module
// `ethernet_echo` is this one with the pin of MDIO, which goes both ways.
//
//                        +-----------+
//    RGMII ->ddr_input-->|           |<--clk_25 (pll_25_to_125, reset_sync)
//                        | echo_core |<->mdio
//    RGMII <-ddr_output<-|           |-->led_n
//                        +-----------+
module echo_pins (
    // 25 MHz, from a PHY.
    input  wire       clk_25,
    // The light, lit by 0.
    output wire       led_n,
    // Reset of both PHYs; they stay out of it, for one of them makes `clk_25`.
    output wire       phy_rst_n,
    // The management clock of both PHYs.
    output wire       mdc,
    // The MDIO line.
    input  wire       mdio_i,
    // What drives it.
    output wire       mdio_o,
    // It is released.
    output wire       mdio_t,
    // RXC.
    input  wire       rgmii_rxc,
    // RD.
    input  wire [3:0] rgmii_rxd,
    // RX_CTL.
    input  wire       rgmii_rx_ctl,
    // TXC.
    output wire       rgmii_txc,
    // TD.
    output wire [3:0] rgmii_txd,
    // TX_CTL.
    output wire       rgmii_tx_ctl
);

    wire       unlocked;
    wire [3:0] rxd_rise;
    wire [3:0] rxd_fall;
    wire [3:0] txd_pins;
    wire       pll_clk_125;
    wire       pll_locked;
    wire       reset_rst;
    wire       rx_reset_rst;
    wire       rx_ctl_rise;
    wire       rx_ctl_fall;
    wire       led_n_pin_d;
    wire       mdio_i_pin_q;
    wire       mdio_t_pin_d;
    wire       core_txc_rise;
    wire       core_txc_fall;
    wire [3:0] core_txd_rise;
    wire [3:0] core_txd_fall;
    wire       core_tx_ctl_rise;
    wire       core_tx_ctl_fall;
    wire       core_mdc;
    wire       core_mdio_o;
    wire       core_mdio_oe;
    wire       core_led;

    pll_25_to_125 pll (.clk_25(clk_25), .clk_125(pll_clk_125), .locked(pll_locked));
    reset_sync reset (.clk(pll_clk_125), .arst(unlocked), .rst(reset_rst));
    reset_sync rx_reset (.clk(rgmii_rxc), .arst(unlocked), .rst(rx_reset_rst));
    ddr_input rxd [3:0] (.clk(rgmii_rxc), .pin(rgmii_rxd), .rise(rxd_rise), .fall(rxd_fall));
    ddr_input rx_ctl (.clk(rgmii_rxc), .pin(rgmii_rx_ctl), .rise(rx_ctl_rise), .fall(rx_ctl_fall));
    ddr_output txd [3:0] (.clk(pll_clk_125), .rise(core_txd_rise), .fall(core_txd_fall), .pin(txd_pins));
    ddr_output tx_ctl (.clk(pll_clk_125), .rise(core_tx_ctl_rise), .fall(core_tx_ctl_fall), .pin(rgmii_tx_ctl));
    ddr_output txc (.clk(pll_clk_125), .rise(core_txc_rise), .fall(core_txc_fall), .pin(rgmii_txc));
    output_register led_n_pin (.clk(pll_clk_125), .d(led_n_pin_d), .pin(led_n));
    output_register mdc_pin (.clk(pll_clk_125), .d(core_mdc), .pin(mdc));
    input_register mdio_i_pin (.clk(pll_clk_125), .pin(mdio_i), .q(mdio_i_pin_q));
    output_register mdio_o_pin (.clk(pll_clk_125), .d(core_mdio_o), .pin(mdio_o));
    output_register mdio_t_pin (.clk(pll_clk_125), .d(mdio_t_pin_d), .pin(mdio_t));

    echo_core core (
        .clk(pll_clk_125),
        .rst(reset_rst),
        .rx_clk(rgmii_rxc),
        .rx_rst(rx_reset_rst),
        .rxd_rise(rxd_rise),
        .rxd_fall(rxd_fall),
        .rx_ctl_rise(rx_ctl_rise),
        .rx_ctl_fall(rx_ctl_fall),
        .txc_rise(core_txc_rise),
        .txc_fall(core_txc_fall),
        .txd_rise(core_txd_rise),
        .txd_fall(core_txd_fall),
        .tx_ctl_rise(core_tx_ctl_rise),
        .tx_ctl_fall(core_tx_ctl_fall),
        .mdc(core_mdc),
        .mdio_i(mdio_i_pin_q),
        .mdio_o(core_mdio_o),
        .mdio_oe(core_mdio_oe),
        .led(core_led)
    );

    assign unlocked = !pll_locked;
    assign rgmii_txd = txd_pins;
    assign mdio_t_pin_d = !core_mdio_oe;
    assign led_n_pin_d = !core_led;
    assign phy_rst_n = 1'b1;

endmodule

`line 2 "pll_25_to_125.v" 0
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

`line 2 "reset_sync.v" 0
// Brings a reset into the domain of `clk`: `rst` rises with `arst` at once, clock or no clock, and falls at the
// second edge after it.
module reset_sync (
    input  wire clk,
    // Reset of any domain, active high.
    input  wire arst,
    // Reset in the domain of `clk`, active high.
    output wire rst
);

    (* async_reg = "true", keep *)
    reg [1:0] stage;

    always @(posedge clk or posedge arst) begin
        if (arst) begin
            stage <= 2'b11;
        end else begin
            stage <= {stage[0], 1'b0};
        end
    end

    assign rst = stage[1];

endmodule

`line 2 "ddr_input.v" 0
// One input pin of double data rate of ECP5, for a clock that is centred in the data at the pins: the delay makes up
// for the clock's way to the register.
module ddr_input (
    input  wire clk,
    // The pin.
    input  wire pin,
    // What it was at a rising edge of `clk`, and at the falling edge after it; both from the rising edge after that on.
    output wire rise,
    output wire fall
);

    wire delayed;

    DELAYG #(.DEL_MODE("SCLK_CENTERED")) delay (.A(pin), .Z(delayed));

    IDDRX1F #(.GSR("DISABLED")) register (.D(delayed), .SCLK(clk), .RST(1'b0), .Q0(rise), .Q1(fall));

endmodule

`line 2 "ddr_output.v" 0
// One output pin of double data rate of ECP5.
module ddr_output (
    input  wire clk,
    // Sent while `clk` is high, and while it is low; both taken at its rising edge.
    input  wire rise,
    input  wire fall,
    // The pin.
    output wire pin
);

    ODDRX1F #(.GSR("DISABLED")) register (.SCLK(clk), .RST(1'b0), .D0(rise), .D1(fall), .Q(pin));

endmodule

`line 2 "output_register.v" 0
// One output pin of ECP5, or what releases one, with its register beside it. It is 1 when the FPGA wakes up.
module output_register (
    input  wire clk,
    // Taken at a rising edge of `clk`.
    input  wire d,
    // The pin.
    output wire pin
);

    OFS1P3BX #(.GSR("DISABLED")) register (.SCLK(clk), .SP(1'b1), .PD(1'b0), .D(d), .Q(pin));

endmodule

`line 2 "input_register.v" 0
// One input pin of ECP5 with its register beside it.
module input_register (
    input  wire clk,
    // The pin.
    input  wire pin,
    // What it was at the last rising edge of `clk`.
    output wire q
);

    IFS1P3DX #(.GSR("DISABLED")) register (.SCLK(clk), .SP(1'b1), .CD(1'b0), .D(pin), .Q(q));

endmodule

`line 6 "echo_core.v" 0
// Ethernet echo without the cells at its pins: PHY management, RGMII, MAC and the exchange of addresses, for any board
// with one RTL8211F.
//
//              +----------+     +--------------+     +------+
//   rxd, ctl ->| rgmii_rx |---->|              |---->|      |
//              +----------+     | mac_trispeed |     | echo |
//   txd, ctl <-| rgmii_tx |<----|              |<----|      |
//              +----------+     +--------------+     +------+
//                    ^ speed            +----------+     |
//              +----------+             |   led    |<----+
//     mdio  <->|   mdio   |<- phy_link ->          |-> led
//              +----------+             +----------+
module echo_core (
    // 125 MHz.
    input  wire       clk,
    // Its synchronous reset.
    input  wire       rst,
    // RXC.
    input  wire       rx_clk,
    // Its synchronous reset.
    input  wire       rx_rst,
    // RD at the rising edge of RXC.
    input  wire [3:0] rxd_rise,
    // RD at the falling edge after it.
    input  wire [3:0] rxd_fall,
    // RX_CTL at the rising edge.
    input  wire       rx_ctl_rise,
    // RX_CTL at the falling edge after it.
    input  wire       rx_ctl_fall,
    // TXC, first half of the clock.
    output wire       txc_rise,
    // TXC, second half.
    output wire       txc_fall,
    // TD, first half.
    output wire [3:0] txd_rise,
    // TD, second half.
    output wire [3:0] txd_fall,
    // TX_CTL, first half.
    output wire       tx_ctl_rise,
    // TX_CTL, second half.
    output wire       tx_ctl_fall,
    // The management clock.
    output wire       mdc,
    // The MDIO line.
    input  wire       mdio_i,
    // What drives it.
    output wire       mdio_o,
    // It is driven.
    output wire       mdio_oe,
    // Lit while the link is up; dark for a moment after a frame, for a long one after a bad frame.
    output reg        led
);

    reg        octets;
    reg        sent;
    reg        bad;
    reg [24:0] dark, dark_next;

    wire        receiver_cfg_nibble;
    wire [7:0]  receiver_gmii_rxd;
    wire        receiver_gmii_rx_dv;
    wire        receiver_gmii_rx_er;
    wire        receiver_inband_link;
    wire [1:0]  receiver_inband_speed;
    wire        receiver_inband_full_duplex;
    wire        transmitter_tx_clk_en;
    wire        transmitter_tx_nibble;
    wire        mac_cfg_rx_nibble;
    wire        mac_tx_axis_tready;
    wire [7:0]  mac_rx_axis_tdata;
    wire        mac_rx_axis_tvalid;
    wire        mac_rx_axis_tlast;
    wire        mac_rx_axis_tuser;
    wire        mac_stat_busy;
    wire [63:0] mac_stat_data;
    wire [7:0]  mac_gmii_txd;
    wire        mac_gmii_tx_en;
    wire        mac_gmii_tx_er;
    wire        echo_s_axis_tready;
    wire [7:0]  echo_m_axis_tdata;
    wire        echo_m_axis_tvalid;
    wire        echo_m_axis_tlast;
    wire [31:0] echo_stat_echoed;
    wire [31:0] echo_stat_bad;
    wire [31:0] echo_stat_ignored;
    wire [31:0] echo_stat_overflow;
    wire        management_ready;
    wire        management_done;
    wire        management_fault;
    wire [15:0] management_read_data;
    wire        phy_mdio_start;
    wire        phy_mdio_write;
    wire [4:0]  phy_mdio_phy_address;
    wire [4:0]  phy_mdio_register_address;
    wire [15:0] phy_mdio_write_data;
    wire        phy_phy_found;
    wire [31:0] phy_phy_id;
    wire        phy_link;
    wire [1:0]  phy_speed;
    wire        phy_full_duplex;
    wire        octets_in_rx_q;

    rgmii_rx receiver (
        .clk(rx_clk),
        .rst(rx_rst),
        .cfg_nibble(receiver_cfg_nibble),
        .rxd_rise(rxd_rise),
        .rxd_fall(rxd_fall),
        .rx_ctl_rise(rx_ctl_rise),
        .rx_ctl_fall(rx_ctl_fall),
        .gmii_rxd(receiver_gmii_rxd),
        .gmii_rx_dv(receiver_gmii_rx_dv),
        .gmii_rx_er(receiver_gmii_rx_er),
        .inband_link(receiver_inband_link),
        .inband_speed(receiver_inband_speed),
        .inband_full_duplex(receiver_inband_full_duplex)
    );

    rgmii_tx transmitter (
        .clk(clk),
        .rst(rst),
        .cfg_speed(phy_speed),
        .gmii_txd(mac_gmii_txd),
        .gmii_tx_en(mac_gmii_tx_en),
        .gmii_tx_er(mac_gmii_tx_er),
        .tx_clk_en(transmitter_tx_clk_en),
        .tx_nibble(transmitter_tx_nibble),
        .txc_rise(txc_rise),
        .txc_fall(txc_fall),
        .txd_rise(txd_rise),
        .txd_fall(txd_fall),
        .tx_ctl_rise(tx_ctl_rise),
        .tx_ctl_fall(tx_ctl_fall)
    );

    mac_trispeed mac (
        .clk(clk),
        .rst(rst),
        .tx_clk(clk),
        .tx_rst(rst),
        .rx_clk(rx_clk),
        .rx_rst(rx_rst),
        .tx_axis_tdata(echo_m_axis_tdata),
        .tx_axis_tvalid(echo_m_axis_tvalid),
        .tx_axis_tlast(echo_m_axis_tlast),
        .tx_axis_tuser(1'b0),
        .rx_axis_tready(echo_s_axis_tready),
        .tx_clk_en(transmitter_tx_clk_en),
        .rx_clk_en(1'b1),
        .cfg_tx_nibble(transmitter_tx_nibble),
        .cfg_rx_nibble(mac_cfg_rx_nibble),
        .gmii_rxd(receiver_gmii_rxd),
        .gmii_rx_dv(receiver_gmii_rx_dv),
        .gmii_rx_er(receiver_gmii_rx_er),
        .cfg_tx_fcs_insert(1'b1),
        .cfg_tx_pause_send(1'b0),
        .cfg_tx_pause_obey(1'b0),
        .cfg_tx_pause_quanta(16'd0),
        .cfg_tx_mac_address(48'd0),
        .cfg_rx_fcs_strip(1'b1),
        .cfg_rx_jumbo(1'b0),
        .cfg_rx_pass_bad(1'b1),
        .cfg_rx_mac_address(48'd0),
        .pause_request(1'b0),
        .stat_snapshot(1'b0),
        .stat_addr(5'd0),
        .tx_axis_tready(mac_tx_axis_tready),
        .rx_axis_tdata(mac_rx_axis_tdata),
        .rx_axis_tvalid(mac_rx_axis_tvalid),
        .rx_axis_tlast(mac_rx_axis_tlast),
        .rx_axis_tuser(mac_rx_axis_tuser),
        .stat_busy(mac_stat_busy),
        .stat_data(mac_stat_data),
        .gmii_txd(mac_gmii_txd),
        .gmii_tx_en(mac_gmii_tx_en),
        .gmii_tx_er(mac_gmii_tx_er)
    );

    echo echo (
        .clk(clk),
        .rst(rst),
        .s_axis_tdata(mac_rx_axis_tdata),
        .s_axis_tvalid(mac_rx_axis_tvalid),
        .s_axis_tready(echo_s_axis_tready),
        .s_axis_tlast(mac_rx_axis_tlast),
        .s_axis_tuser(mac_rx_axis_tuser),
        .m_axis_tdata(echo_m_axis_tdata),
        .m_axis_tvalid(echo_m_axis_tvalid),
        .m_axis_tready(mac_tx_axis_tready),
        .m_axis_tlast(echo_m_axis_tlast),
        .stat_echoed(echo_stat_echoed),
        .stat_bad(echo_stat_bad),
        .stat_ignored(echo_stat_ignored),
        .stat_overflow(echo_stat_overflow)
    );

    mdio management (
        .clk(clk),
        .rst(rst),
        .start(phy_mdio_start),
        .write(phy_mdio_write),
        .phy_address(phy_mdio_phy_address),
        .register_address(phy_mdio_register_address),
        .write_data(phy_mdio_write_data),
        .mdio_i(mdio_i),
        .ready(management_ready),
        .done(management_done),
        .fault(management_fault),
        .read_data(management_read_data),
        .mdc(mdc),
        .mdio_o(mdio_o),
        .mdio_oe(mdio_oe)
    );

    phy_link phy (
        .clk(clk),
        .rst(rst),
        .cfg_reset(1'b0),
        .cfg_phy_address(5'd0),
        .cfg_tx_delay(1'b1),
        .cfg_rx_delay(1'b1),
        .mdio_ready(management_ready),
        .mdio_done(management_done),
        .mdio_fault(management_fault),
        .mdio_read_data(management_read_data),
        .mdio_start(phy_mdio_start),
        .mdio_write(phy_mdio_write),
        .mdio_phy_address(phy_mdio_phy_address),
        .mdio_register_address(phy_mdio_register_address),
        .mdio_write_data(phy_mdio_write_data),
        .phy_found(phy_phy_found),
        .phy_id(phy_phy_id),
        .link(phy_link),
        .speed(phy_speed),
        .full_duplex(phy_full_duplex)
    );

    sync_bit #(.RESET_VALUE(1'b0)) octets_in_rx (.clk(rx_clk), .rst(rx_rst), .d(octets), .q(octets_in_rx_q));

    assign receiver_cfg_nibble = !octets_in_rx_q;
    assign mac_cfg_rx_nibble = !octets_in_rx_q;

    always @* begin
        dark_next = dark;

        if (|dark) begin
            dark_next = dark - 25'd1;
        end else if (sent) begin
            dark_next = 25'h0400000;
        end
        if (bad) begin
            dark_next = 25'h1ffffff;
        end
    end

    // Another clock samples what follows: the reset clears it at once, clock or no clock, so that this domain looks
    // reset to the others even while its own clock stands. The inverse keeps it apart from the reset at an edge.
    wire rst_n = !rst;

    always @(posedge clk or negedge rst_n) begin
        if (!rst_n) begin
            octets <= 1'b0;
        end else begin
            // Receive.
            octets <= phy_speed[1];
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            led <= 1'b0;
            sent <= 1'b0;
            bad <= 1'b0;
            dark <= 25'd0;
        end else begin
            led <= phy_link && !(|dark);
            // The light: 34 ms dark after a frame that was sent back, 268 ms after a bad one.
            sent <= echo_m_axis_tvalid && mac_tx_axis_tready && echo_m_axis_tlast;
            bad <= mac_rx_axis_tvalid && echo_s_axis_tready && mac_rx_axis_tlast && mac_rx_axis_tuser;
            dark <= dark_next;
        end
    end

    wire unused = &{1'b0, receiver_inband_link, receiver_inband_speed, receiver_inband_full_duplex, mac_stat_busy,
        mac_stat_data, echo_stat_echoed, echo_stat_bad, echo_stat_ignored, echo_stat_overflow, phy_phy_found,
        phy_phy_id, phy_full_duplex};

endmodule

`line 6 "rgmii_rx.v" 0
// From RGMII to GMII, the logic behind the input cells of double data rate, in the domain of the receive clock
// (RGMII 2.0).
//
//                   +------------+
//     cfg_nibble--->|            |-->gmii_rxd[8]
//    rxd_rise[4]--->|            |-->gmii_rx_dv
//    rxd_fall[4]--->|  rgmii_rx  |-->gmii_rx_er
//    rx_ctl_rise--->|            |
//    rx_ctl_fall--->|            |-->inband_link
//                   |            |-->inband_speed[2]
//                   +------------+-->inband_full_duplex
module rgmii_rx (
    input  wire       clk,
    // Synchronous reset.
    input  wire       rst,
    // 10 or 100 Mbit/s.
    input  wire       cfg_nibble,
    // RD at the rising edge.
    input  wire [3:0] rxd_rise,
    // RD at the falling edge after it.
    input  wire [3:0] rxd_fall,
    // RX_CTL at the rising edge.
    input  wire       rx_ctl_rise,
    // RX_CTL at the falling edge after it.
    input  wire       rx_ctl_fall,
    // Octet, or nibble in bits 3 to 0, to the MAC.
    output reg  [7:0] gmii_rxd,
    // `gmii_rxd` is part of a carrier.
    output reg        gmii_rx_dv,
    // The PHY saw an error in it.
    output reg        gmii_rx_er,
    // The PHY says that the link is up.
    output reg        inband_link,
    // Its speed: 0 is 10, 1 is 100, 2 is 1000 Mbit/s.
    output reg  [1:0] inband_speed,
    // It is full duplex.
    output reg        inband_full_duplex
);

    reg [7:0] gmii_rxd_next;
    reg       inband_link_next;
    reg [1:0] inband_speed_next;
    reg       inband_full_duplex_next;

    always @* begin
        inband_link_next = inband_link;
        inband_speed_next = inband_speed;
        inband_full_duplex_next = inband_full_duplex;

        gmii_rxd_next = {4'd0, rxd_rise};
        if (!cfg_nibble) begin
            gmii_rxd_next = ({4'd0, rxd_fall} << 3'd4) | {4'd0, rxd_rise};
        end
        // Between frames the PHY says what link it has.
        if (!rx_ctl_rise && !rx_ctl_fall) begin
            inband_link_next = rxd_rise[0];
            inband_speed_next = rxd_rise[2:1];
            inband_full_duplex_next = rxd_rise[3];
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            gmii_rxd <= 8'd0;
            gmii_rx_dv <= 1'b0;
            gmii_rx_er <= 1'b0;
            inband_link <= 1'b0;
            inband_speed <= 2'd0;
            inband_full_duplex <= 1'b0;
        end else begin
            gmii_rxd <= gmii_rxd_next;
            gmii_rx_dv <= rx_ctl_rise;
            gmii_rx_er <= rx_ctl_rise ^ rx_ctl_fall;
            inband_link <= inband_link_next;
            inband_speed <= inband_speed_next;
            inband_full_duplex <= inband_full_duplex_next;
        end
    end

endmodule

`line 6 "rgmii_tx.v" 0
// From GMII to RGMII, the logic before the output cells of double data rate: makes the transmit clock for 10, 100 and
// 1000 Mbit/s from one of 125 MHz, and gives the MAC its clock enable (RGMII 2.0).
//
//                 +------------+
//  cfg_speed[2]-->|            |-->txc_rise, txc_fall
//                 |            |-->txd_rise[4], txd_fall[4]
//   gmii_txd[8]-->|  rgmii_tx  |-->tx_ctl_rise, tx_ctl_fall
//    gmii_tx_en-->|            |
//    gmii_tx_er-->|            |-->tx_clk_en
//                 +------------+-->tx_nibble
module rgmii_tx (
    input  wire       clk,
    // Synchronous reset.
    input  wire       rst,
    // 0 is 10, 1 is 100, 2 and 3 are 1000 Mbit/s.
    input  wire [1:0] cfg_speed,
    // Octet, or nibble in bits 3 to 0, from the MAC.
    input  wire [7:0] gmii_txd,
    // `gmii_txd` is part of a frame.
    input  wire       gmii_tx_en,
    // Send an error in its place.
    input  wire       gmii_tx_er,
    // This edge counts for the MAC.
    output reg        tx_clk_en,
    // The MAC sends four bits an edge.
    output reg        tx_nibble,
    // TXC, first half of the clock.
    output reg        txc_rise,
    // TXC, second half.
    output reg        txc_fall,
    // TD, first half.
    output reg  [3:0] txd_rise,
    // TD, second half.
    output reg  [3:0] txd_fall,
    // TX_CTL, first half.
    output reg        tx_ctl_rise,
    // TX_CTL, second half.
    output reg        tx_ctl_fall
);

    reg [5:0] left;
    reg       first, first_next;
    reg       fast, fast_next;
    reg       middle, middle_next;
    reg [7:0] octet;
    reg       en;
    reg       er;
    reg       tx_nibble_next;
    reg [3:0] txd_fall_next;

    reg [7:0] octet_now;
    reg       en_now;
    reg       er_now;
    reg       rise_high;
    reg       fall_high;
    reg [5:0] left_after;

    always @* begin
        fast_next = fast;
        middle_next = middle;
        tx_nibble_next = tx_nibble;

        octet_now = octet;
        en_now = en;
        er_now = er;
        if (first) begin
            octet_now = gmii_txd;
            en_now = gmii_tx_en;
            er_now = gmii_tx_er;
        end

        // TXC is high in the first half of the period: 25 clocks, or 2.5, or half a clock.
        rise_high = left >= 6'd25;
        fall_high = left >= 6'd25;
        if (fast) begin
            rise_high = 1'b1;
            fall_high = 1'b0;
        end else if (middle) begin
            rise_high = left >= 6'd2;
            fall_high = left >= 6'd3;
        end
        txd_fall_next = octet_now[3:0];
        if (fast) begin
            txd_fall_next = octet_now[7:4];
        end

        left_after = left - 6'd1;
        first_next = 1'b0;
        if (left == 6'd0) begin
            first_next = 1'b1;
            fast_next = cfg_speed[1];
            middle_next = cfg_speed == 2'd1;
            tx_nibble_next = !cfg_speed[1];
            left_after = 6'd49;
            if (cfg_speed[1]) begin
                left_after = 6'd0;
            end else if (cfg_speed == 2'd1) begin
                left_after = 6'd4;
            end
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            left <= 6'd49;
            first <= 1'b1;
            fast <= 1'b0;
            middle <= 1'b0;
            octet <= 8'd0;
            en <= 1'b0;
            er <= 1'b0;
            tx_clk_en <= 1'b0;
            tx_nibble <= 1'b1;
            txc_rise <= 1'b0;
            txc_fall <= 1'b0;
            txd_rise <= 4'd0;
            txd_fall <= 4'd0;
            tx_ctl_rise <= 1'b0;
            tx_ctl_fall <= 1'b0;
        end else begin
            left <= left_after;
            first <= first_next;
            fast <= fast_next;
            middle <= middle_next;
            octet <= octet_now;
            en <= en_now;
            er <= er_now;
            tx_clk_en <= left_after == 6'd0;
            tx_nibble <= tx_nibble_next;
            txc_rise <= rise_high;
            txc_fall <= fall_high;
            txd_rise <= octet_now[3:0];
            txd_fall <= txd_fall_next;
            tx_ctl_rise <= en_now ^ (er_now && !rise_high);
            tx_ctl_fall <= en_now ^ (er_now && !fall_high);
        end
    end

endmodule

`line 6 "mac_trispeed.v" 0
// Ethernet MAC for 10, 100 and 1000 Mbit/s, full duplex: GMII with clock enables, nibbles chosen at run time,
// with frame memories, PAUSE and counters (IEEE 802.3-2022, clauses 4, 22, 31, 35).
//
//                +-----------+    +-----------------+
//   tx_axis_* -->|           |--->| mac_tx_trispeed |--> gmii_txd, tx_en, tx_er
//   rx_axis_* <--| mac_shell |    +-----------------+
//   stat_*   <-->|           |<---| mac_rx_trispeed |<-- gmii_rxd, rx_dv, rx_er
//                +-----------+    +-----------------+
//       clk                     tx_clk, rx_clk
module mac_trispeed (
    // ---- clock domain clk ----
    input  wire        clk,
    // Reset, synchronous to `clk`, from a flip-flop: the other domains take it at once. Each of the three resets all.
    input  wire        rst,
    // Octet of a frame to send, destination address first.
    input  wire [7:0]  tx_axis_tdata,
    // An octet is offered.
    input  wire        tx_axis_tvalid,
    // It is the last of its frame.
    input  wire        tx_axis_tlast,
    // On the last beat: send the frame with an error.
    input  wire        tx_axis_tuser,
    // The sink takes the beat.
    input  wire        rx_axis_tready,
    // Take a snapshot of all counters.
    input  wire        stat_snapshot,
    // Which counter to read: 0 to 15 receive, 16 to 31 transmit, see docs/counters.md.
    input  wire [4:0]  stat_addr,
    // The octet is taken.
    output wire        tx_axis_tready,
    // Octet of a received frame.
    output wire [7:0]  rx_axis_tdata,
    // An octet is offered.
    output wire        rx_axis_tvalid,
    // It is the last of its frame.
    output wire        rx_axis_tlast,
    // On the last beat: the frame is bad.
    output wire        rx_axis_tuser,
    // The snapshot is being taken; it waits while the clock of the transmitter or receiver stands.
    output wire        stat_busy,
    // The counter at `stat_addr` of the snapshot.
    output wire [63:0] stat_data,

    // ---- clock domain tx_clk ----
    input  wire        tx_clk,
    // Reset, synchronous to `tx_clk`, from a flip-flop.
    input  wire        tx_rst,
    // This `tx_clk` edge counts: `tx_ce` of `mac_tx_trispeed`.
    input  wire        tx_clk_en,
    // Send four bits an edge.
    input  wire        cfg_tx_nibble,
    // Pad frames and append their FCS; else the stream carries it.
    input  wire        cfg_tx_fcs_insert,
    // Send PAUSE frames on request and when the receive memory is half full.
    input  wire        cfg_tx_pause_send,
    // Obey received PAUSE frames.
    input  wire        cfg_tx_pause_obey,
    // Pause time to ask for, in units of 512 bit times.
    input  wire [15:0] cfg_tx_pause_quanta,
    // Source address of PAUSE frames; bits 47:40 are sent first.
    input  wire [47:0] cfg_tx_mac_address,
    // Octet to the PHY.
    output wire [7:0]  gmii_txd,
    // `gmii_txd` is part of a frame.
    output wire        gmii_tx_en,
    // Send an error in its place.
    output wire        gmii_tx_er,

    // ---- clock domain rx_clk ----
    input  wire        rx_clk,
    // Reset, synchronous to `rx_clk`, from a flip-flop.
    input  wire        rx_rst,
    // This `rx_clk` edge counts: `rx_ce` of `mac_rx_trispeed`.
    input  wire        rx_clk_en,
    // Receive four bits an edge.
    input  wire        cfg_rx_nibble,
    // Octet from the PHY.
    input  wire [7:0]  gmii_rxd,
    // `gmii_rxd` is part of a carrier.
    input  wire        gmii_rx_dv,
    // The PHY saw an error in it.
    input  wire        gmii_rx_er,
    // Strip the FCS; else the stream carries it.
    input  wire        cfg_rx_fcs_strip,
    // Accept frames of up to 9018 octets.
    input  wire        cfg_rx_jumbo,
    // Pass bad frames, marked by `rx_axis_tuser`; else drop and count them.
    input  wire        cfg_rx_pass_bad,
    // Own address, to which PAUSE frames may be sent.
    input  wire [47:0] cfg_rx_mac_address,

    // ---- of no clock domain ----
    // Ask the link partner to pause, in any clock domain.
    input  wire        pause_request
);

    wire        shell_tx_reset;
    wire        shell_rx_reset;
    wire [7:0]  shell_mac_tx_axis_tdata;
    wire        shell_mac_tx_axis_tvalid;
    wire        shell_mac_tx_axis_tlast;
    wire        shell_mac_tx_axis_tuser;
    wire        shell_mac_tx_fcs_insert;
    wire        transmitter_tx_axis_tready;
    wire        transmitter_tx_start_ready;
    wire        transmitter_tx_octet_tick;
    wire        transmitter_stat_tx_valid;
    wire [2:0]  transmitter_stat_tx_verdict;
    wire [15:0] transmitter_stat_tx_octets;
    wire [7:0]  receiver_rx_axis_tdata;
    wire        receiver_rx_axis_tvalid;
    wire        receiver_rx_axis_tlast;
    wire        receiver_rx_axis_tuser;
    wire        receiver_stat_rx_valid;
    wire [3:0]  receiver_stat_rx_verdict;
    wire        receiver_stat_rx_symbol_error;
    wire [15:0] receiver_stat_rx_octets;

    mac_shell shell (
        .clk(clk),
        .rst(rst),
        .tx_clk(tx_clk),
        .tx_rst(tx_rst),
        .rx_clk(rx_clk),
        .rx_rst(rx_rst),
        .tx_reset(shell_tx_reset),
        .rx_reset(shell_rx_reset),
        .tx_axis_tdata(tx_axis_tdata),
        .tx_axis_tvalid(tx_axis_tvalid),
        .tx_axis_tready(tx_axis_tready),
        .tx_axis_tlast(tx_axis_tlast),
        .tx_axis_tuser(tx_axis_tuser),
        .rx_axis_tdata(rx_axis_tdata),
        .rx_axis_tvalid(rx_axis_tvalid),
        .rx_axis_tready(rx_axis_tready),
        .rx_axis_tlast(rx_axis_tlast),
        .rx_axis_tuser(rx_axis_tuser),
        .stat_snapshot(stat_snapshot),
        .stat_addr(stat_addr),
        .stat_busy(stat_busy),
        .stat_data(stat_data),
        .mac_tx_axis_tdata(shell_mac_tx_axis_tdata),
        .mac_tx_axis_tvalid(shell_mac_tx_axis_tvalid),
        .mac_tx_axis_tready(transmitter_tx_axis_tready),
        .mac_tx_axis_tlast(shell_mac_tx_axis_tlast),
        .mac_tx_axis_tuser(shell_mac_tx_axis_tuser),
        .mac_tx_fcs_insert(shell_mac_tx_fcs_insert),
        .tx_start_ready(transmitter_tx_start_ready),
        .tx_octet_tick(transmitter_tx_octet_tick),
        .stat_tx_valid(transmitter_stat_tx_valid),
        .stat_tx_verdict(transmitter_stat_tx_verdict),
        .stat_tx_octets(transmitter_stat_tx_octets),
        .stat_tx_collisions(5'd0),
        .stat_tx_deferred(1'b0),
        .stat_tx_excessive_deferral(1'b0),
        .stat_tx_carrier_sense_error(1'b0),
        .cfg_tx_fcs_insert(cfg_tx_fcs_insert),
        .cfg_tx_pause_send(cfg_tx_pause_send),
        .cfg_tx_pause_obey(cfg_tx_pause_obey),
        .cfg_tx_pause_quanta(cfg_tx_pause_quanta),
        .cfg_tx_mac_address(cfg_tx_mac_address),
        .pause_request(pause_request),
        .mac_rx_axis_tdata(receiver_rx_axis_tdata),
        .mac_rx_axis_tvalid(receiver_rx_axis_tvalid),
        .mac_rx_axis_tlast(receiver_rx_axis_tlast),
        .mac_rx_axis_tuser(receiver_rx_axis_tuser),
        .stat_rx_valid(receiver_stat_rx_valid),
        .stat_rx_verdict(receiver_stat_rx_verdict),
        .stat_rx_symbol_error(receiver_stat_rx_symbol_error),
        .stat_rx_octets(receiver_stat_rx_octets),
        .cfg_rx_pass_bad(cfg_rx_pass_bad),
        .cfg_rx_mac_address(cfg_rx_mac_address)
    );

    mac_tx_trispeed transmitter (
        .clk(tx_clk),
        .rst(shell_tx_reset),
        .tx_axis_tdata(shell_mac_tx_axis_tdata),
        .tx_axis_tvalid(shell_mac_tx_axis_tvalid),
        .tx_axis_tlast(shell_mac_tx_axis_tlast),
        .tx_axis_tuser(shell_mac_tx_axis_tuser),
        .tx_fcs_insert(shell_mac_tx_fcs_insert),
        .tx_hold(1'b0),
        .tx_ce(tx_clk_en),
        .cfg_nibble(cfg_tx_nibble),
        .tx_axis_tready(transmitter_tx_axis_tready),
        .gmii_txd(gmii_txd),
        .gmii_tx_en(gmii_tx_en),
        .gmii_tx_er(gmii_tx_er),
        .tx_start_ready(transmitter_tx_start_ready),
        .tx_octet_tick(transmitter_tx_octet_tick),
        .stat_tx_valid(transmitter_stat_tx_valid),
        .stat_tx_verdict(transmitter_stat_tx_verdict),
        .stat_tx_octets(transmitter_stat_tx_octets)
    );

    mac_rx_trispeed receiver (
        .clk(rx_clk),
        .rst(shell_rx_reset),
        .rx_ce(rx_clk_en),
        .cfg_nibble(cfg_rx_nibble),
        .gmii_rxd(gmii_rxd),
        .gmii_rx_dv(gmii_rx_dv),
        .gmii_rx_er(gmii_rx_er),
        .cfg_rx_fcs_strip(cfg_rx_fcs_strip),
        .cfg_rx_jumbo(cfg_rx_jumbo),
        .rx_axis_tdata(receiver_rx_axis_tdata),
        .rx_axis_tvalid(receiver_rx_axis_tvalid),
        .rx_axis_tlast(receiver_rx_axis_tlast),
        .rx_axis_tuser(receiver_rx_axis_tuser),
        .stat_rx_valid(receiver_stat_rx_valid),
        .stat_rx_verdict(receiver_stat_rx_verdict),
        .stat_rx_symbol_error(receiver_stat_rx_symbol_error),
        .stat_rx_octets(receiver_stat_rx_octets)
    );

endmodule

`line 6 "mac_shell.v" 0
// What stands between the client and the transmitter and receiver of every MAC design: frame memories both ways,
// clock crossings, PAUSE, counters and resets (IEEE 802.3-2022, clauses 30 and 31). The wiring is that of the
// contracts in `wirewright_spec::ports::{mac_gmii, mac_mii, mac_trispeed}`.
//
//                +------------------------------------------------------+
//   tx_axis_* -->| stream_fifo -> async_fifo -> mac_control_tx          |--> mac_tx_axis_*
//                |                                    ^                 |
//                |                                word_sync             |
//                |                                    |                 |
//   rx_axis_* <--| async_fifo <- stream_fifo <- mac_control_rx          |<-- mac_rx_axis_*
//                |                                                      |
//      stat_* <->| mac_counters <- rx_events, mac_counters <- tx_events |<-- stat_tx_*, stat_rx_*
//                +------------------------------------------------------+
module mac_shell (
    // The clock of the client.
    input  wire        clk,
    // Reset, synchronous to `clk`.
    input  wire        rst,
    // The clock of the transmitter.
    input  wire        tx_clk,
    // Reset, synchronous to `tx_clk`.
    input  wire        tx_rst,
    // The clock of the receiver.
    input  wire        rx_clk,
    // Reset, synchronous to `rx_clk`.
    input  wire        rx_rst,
    // The reset of the transmitter: of all three.
    output wire        tx_reset,
    // The reset of the receiver: of all three.
    output wire        rx_reset,
    // Octet of a frame to send.
    input  wire [7:0]  tx_axis_tdata,
    // An octet is offered.
    input  wire        tx_axis_tvalid,
    // The octet is taken.
    output wire        tx_axis_tready,
    // It is the last of its frame.
    input  wire        tx_axis_tlast,
    // On the last beat: send the frame with an error.
    input  wire        tx_axis_tuser,
    // Octet of a received frame.
    output wire [7:0]  rx_axis_tdata,
    // An octet is offered.
    output wire        rx_axis_tvalid,
    // The client takes the beat.
    input  wire        rx_axis_tready,
    // It is the last of its frame.
    output wire        rx_axis_tlast,
    // On the last beat: the frame is bad.
    output wire        rx_axis_tuser,
    // Take a snapshot of all counters.
    input  wire        stat_snapshot,
    // Which counter to read.
    input  wire [4:0]  stat_addr,
    // The snapshot is being taken; it waits while the clock of the transmitter or receiver stands.
    output reg         stat_busy,
    // The counter at `stat_addr` of the snapshot.
    output reg  [63:0] stat_data,
    // Octet to the transmitter.
    output wire [7:0]  mac_tx_axis_tdata,
    // An octet is offered.
    output wire        mac_tx_axis_tvalid,
    // The transmitter takes the beat.
    input  wire        mac_tx_axis_tready,
    // It is the last of its frame.
    output wire        mac_tx_axis_tlast,
    // On the last beat: send the frame with an error.
    output wire        mac_tx_axis_tuser,
    // Pad this frame and append its FCS.
    output wire        mac_tx_fcs_insert,
    // The transmitter can start a frame without delay.
    input  wire        tx_start_ready,
    // One octet time has passed.
    input  wire        tx_octet_tick,
    // Strobe: a frame is over, and this is its verdict.
    input  wire        stat_tx_valid,
    // How it ended: a `TxVerdict`.
    input  wire [2:0]  stat_tx_verdict,
    // Its length in octets.
    input  wire [15:0] stat_tx_octets,
    // Collisions the frame met.
    input  wire [4:0]  stat_tx_collisions,
    // The frame had to wait for the medium.
    input  wire        stat_tx_deferred,
    // It waited longer than twice the longest frame.
    input  wire        stat_tx_excessive_deferral,
    // Carrier sense failed while it was sent.
    input  wire        stat_tx_carrier_sense_error,
    // Pad frames and append their FCS; else the stream carries it.
    input  wire        cfg_tx_fcs_insert,
    // Send PAUSE frames on request and when the receive memory is half full.
    input  wire        cfg_tx_pause_send,
    // Obey received PAUSE frames.
    input  wire        cfg_tx_pause_obey,
    // Pause time to ask for, in units of 512 bit times.
    input  wire [15:0] cfg_tx_pause_quanta,
    // Source address of PAUSE frames.
    input  wire [47:0] cfg_tx_mac_address,
    // Ask the link partner to pause, in any clock domain.
    input  wire        pause_request,
    // Octet from the receiver.
    input  wire [7:0]  mac_rx_axis_tdata,
    // There is an octet.
    input  wire        mac_rx_axis_tvalid,
    // It is the last of its frame.
    input  wire        mac_rx_axis_tlast,
    // On the last beat: the frame is bad.
    input  wire        mac_rx_axis_tuser,
    // Strobe: a frame is over, and this is its verdict.
    input  wire        stat_rx_valid,
    // What it was: an `RxVerdict`.
    input  wire [3:0]  stat_rx_verdict,
    // The PHY reported an error in it.
    input  wire        stat_rx_symbol_error,
    // Its length in octets.
    input  wire [15:0] stat_rx_octets,
    // Pass bad frames, marked by `rx_axis_tuser`; else drop and count them.
    input  wire        cfg_rx_pass_bad,
    // Own address, to which PAUSE frames may be sent.
    input  wire [47:0] cfg_rx_mac_address
);

    reg        half_full;
    reg        too_long;
    reg        too_long_counted;
    reg        chosen_tx;
    reg [63:0] stat_data_next;

    wire        underrun;
    wire        count_too_long;
    wire        client_reset;
    wire        transmit_reset;
    wire        receive_reset;
    wire        tx_rst_in_clk_rst;
    wire        rx_rst_in_clk_rst;
    wire        rst_in_tx_clk_rst;
    wire        rx_rst_in_tx_clk_rst;
    wire        rst_in_rx_clk_rst;
    wire        tx_rst_in_rx_clk_rst;
    wire [7:0]  tx_frames_m_axis_tdata;
    wire        tx_frames_m_axis_tvalid;
    wire        tx_frames_m_axis_tlast;
    wire        tx_frames_m_axis_tuser;
    wire        tx_frames_half_full;
    wire        tx_frames_stat_overflow;
    wire        tx_frames_stat_bad;
    wire        tx_crossing_s_axis_tready;
    wire [7:0]  tx_crossing_m_axis_tdata;
    wire        tx_crossing_m_axis_tvalid;
    wire        tx_crossing_m_axis_tlast;
    wire        tx_crossing_m_axis_tuser;
    wire        tx_control_s_axis_tready;
    wire        tx_control_pause_request;
    wire        tx_control_paused;
    wire        tx_control_stat_pause_sent;
    wire [7:0]  rx_control_m_axis_tdata;
    wire        rx_control_m_axis_tvalid;
    wire        rx_control_m_axis_tlast;
    wire        rx_control_m_axis_tuser;
    wire        rx_control_m_axis_tdrop;
    wire        rx_control_pause_valid;
    wire [15:0] rx_control_pause_quanta;
    wire        rx_control_stat_valid;
    wire [3:0]  rx_control_stat_verdict;
    wire        rx_control_stat_symbol_error;
    wire [15:0] rx_control_stat_octets;
    wire        rx_control_stat_multicast;
    wire        rx_control_stat_broadcast;
    wire        rx_control_stat_pause;
    wire        rx_control_stat_unsupported;
    wire        rx_frames_s_axis_tready;
    wire [7:0]  rx_frames_m_axis_tdata;
    wire        rx_frames_m_axis_tvalid;
    wire        rx_frames_m_axis_tlast;
    wire        rx_frames_m_axis_tuser;
    wire        rx_frames_cfg_drop_bad;
    wire        rx_frames_half_full;
    wire        rx_frames_stat_overflow;
    wire        rx_frames_stat_bad;
    wire        rx_crossing_s_axis_tready;
    wire        pause_crossing_dst_valid;
    wire [15:0] pause_crossing_dst_data;
    wire        pause_request_sync_q;
    wire        half_full_sync_q;
    wire        too_long_sync_q;
    wire [15:0] rx_events_events;
    wire [15:0] rx_events_octets;
    wire [15:0] tx_events_events;
    wire [15:0] tx_events_octets;
    wire        rx_counters_busy;
    wire [63:0] rx_counters_data;
    wire        tx_counters_busy;
    wire [63:0] tx_counters_data;

    reset_sync tx_rst_in_clk (.clk(clk), .arst(tx_rst), .rst(tx_rst_in_clk_rst));
    reset_sync rx_rst_in_clk (.clk(clk), .arst(rx_rst), .rst(rx_rst_in_clk_rst));
    reset_sync rst_in_tx_clk (.clk(tx_clk), .arst(rst), .rst(rst_in_tx_clk_rst));
    reset_sync rx_rst_in_tx_clk (.clk(tx_clk), .arst(rx_rst), .rst(rx_rst_in_tx_clk_rst));
    reset_sync rst_in_rx_clk (.clk(rx_clk), .arst(rst), .rst(rst_in_rx_clk_rst));
    reset_sync tx_rst_in_rx_clk (.clk(rx_clk), .arst(tx_rst), .rst(tx_rst_in_rx_clk_rst));

    stream_fifo tx_frames (
        .clk(clk),
        .rst(client_reset),
        .s_axis_tdata(tx_axis_tdata),
        .s_axis_tvalid(tx_axis_tvalid),
        .s_axis_tready(tx_axis_tready),
        .s_axis_tlast(tx_axis_tlast),
        .s_axis_tuser(tx_axis_tuser),
        .s_axis_tdrop(1'b0),
        .m_axis_tdata(tx_frames_m_axis_tdata),
        .m_axis_tvalid(tx_frames_m_axis_tvalid),
        .m_axis_tready(tx_crossing_s_axis_tready),
        .m_axis_tlast(tx_frames_m_axis_tlast),
        .m_axis_tuser(tx_frames_m_axis_tuser),
        .cfg_wait(1'b1),
        .cfg_drop_bad(1'b0),
        .half_full(tx_frames_half_full),
        .stat_overflow(tx_frames_stat_overflow),
        .stat_bad(tx_frames_stat_bad)
    );

    async_fifo tx_crossing (
        .wr_clk(clk),
        .wr_rst(client_reset),
        .s_axis_tdata(tx_frames_m_axis_tdata),
        .s_axis_tvalid(tx_frames_m_axis_tvalid),
        .s_axis_tready(tx_crossing_s_axis_tready),
        .s_axis_tlast(tx_frames_m_axis_tlast),
        .s_axis_tuser(tx_frames_m_axis_tuser),
        .rd_clk(tx_clk),
        .rd_rst(transmit_reset),
        .m_axis_tdata(tx_crossing_m_axis_tdata),
        .m_axis_tvalid(tx_crossing_m_axis_tvalid),
        .m_axis_tready(tx_control_s_axis_tready),
        .m_axis_tlast(tx_crossing_m_axis_tlast),
        .m_axis_tuser(tx_crossing_m_axis_tuser)
    );

    mac_control_tx tx_control (
        .clk(tx_clk),
        .rst(transmit_reset),
        .s_axis_tdata(tx_crossing_m_axis_tdata),
        .s_axis_tvalid(tx_crossing_m_axis_tvalid),
        .s_axis_tready(tx_control_s_axis_tready),
        .s_axis_tlast(tx_crossing_m_axis_tlast),
        .s_axis_tuser(tx_crossing_m_axis_tuser),
        .m_axis_tdata(mac_tx_axis_tdata),
        .m_axis_tvalid(mac_tx_axis_tvalid),
        .m_axis_tready(mac_tx_axis_tready),
        .m_axis_tlast(mac_tx_axis_tlast),
        .m_axis_tuser(mac_tx_axis_tuser),
        .m_fcs_insert(mac_tx_fcs_insert),
        .tx_start_ready(tx_start_ready),
        .octet_tick(tx_octet_tick),
        .pause_valid(pause_crossing_dst_valid),
        .pause_quanta(pause_crossing_dst_data),
        .pause_request(tx_control_pause_request),
        .cfg_mac_address(cfg_tx_mac_address),
        .cfg_fcs_insert(cfg_tx_fcs_insert),
        .cfg_pause_send(cfg_tx_pause_send),
        .cfg_pause_obey(cfg_tx_pause_obey),
        .cfg_pause_quanta(cfg_tx_pause_quanta),
        .paused(tx_control_paused),
        .stat_pause_sent(tx_control_stat_pause_sent)
    );

    mac_control_rx rx_control (
        .clk(rx_clk),
        .rst(receive_reset),
        .rx_axis_tdata(mac_rx_axis_tdata),
        .rx_axis_tvalid(mac_rx_axis_tvalid),
        .rx_axis_tlast(mac_rx_axis_tlast),
        .rx_axis_tuser(mac_rx_axis_tuser),
        .rx_valid(stat_rx_valid),
        .rx_verdict(stat_rx_verdict),
        .rx_symbol_error(stat_rx_symbol_error),
        .rx_octets(stat_rx_octets),
        .cfg_mac_address(cfg_rx_mac_address),
        .cfg_pause_obey(1'b1),
        .m_axis_tdata(rx_control_m_axis_tdata),
        .m_axis_tvalid(rx_control_m_axis_tvalid),
        .m_axis_tlast(rx_control_m_axis_tlast),
        .m_axis_tuser(rx_control_m_axis_tuser),
        .m_axis_tdrop(rx_control_m_axis_tdrop),
        .pause_valid(rx_control_pause_valid),
        .pause_quanta(rx_control_pause_quanta),
        .stat_valid(rx_control_stat_valid),
        .stat_verdict(rx_control_stat_verdict),
        .stat_symbol_error(rx_control_stat_symbol_error),
        .stat_octets(rx_control_stat_octets),
        .stat_multicast(rx_control_stat_multicast),
        .stat_broadcast(rx_control_stat_broadcast),
        .stat_pause(rx_control_stat_pause),
        .stat_unsupported(rx_control_stat_unsupported)
    );

    stream_fifo rx_frames (
        .clk(rx_clk),
        .rst(receive_reset),
        .s_axis_tdata(rx_control_m_axis_tdata),
        .s_axis_tvalid(rx_control_m_axis_tvalid),
        .s_axis_tready(rx_frames_s_axis_tready),
        .s_axis_tlast(rx_control_m_axis_tlast),
        .s_axis_tuser(rx_control_m_axis_tuser),
        .s_axis_tdrop(rx_control_m_axis_tdrop),
        .m_axis_tdata(rx_frames_m_axis_tdata),
        .m_axis_tvalid(rx_frames_m_axis_tvalid),
        .m_axis_tready(rx_crossing_s_axis_tready),
        .m_axis_tlast(rx_frames_m_axis_tlast),
        .m_axis_tuser(rx_frames_m_axis_tuser),
        .cfg_wait(1'b0),
        .cfg_drop_bad(rx_frames_cfg_drop_bad),
        .half_full(rx_frames_half_full),
        .stat_overflow(rx_frames_stat_overflow),
        .stat_bad(rx_frames_stat_bad)
    );

    async_fifo rx_crossing (
        .wr_clk(rx_clk),
        .wr_rst(receive_reset),
        .s_axis_tdata(rx_frames_m_axis_tdata),
        .s_axis_tvalid(rx_frames_m_axis_tvalid),
        .s_axis_tready(rx_crossing_s_axis_tready),
        .s_axis_tlast(rx_frames_m_axis_tlast),
        .s_axis_tuser(rx_frames_m_axis_tuser),
        .rd_clk(clk),
        .rd_rst(client_reset),
        .m_axis_tdata(rx_axis_tdata),
        .m_axis_tvalid(rx_axis_tvalid),
        .m_axis_tready(rx_axis_tready),
        .m_axis_tlast(rx_axis_tlast),
        .m_axis_tuser(rx_axis_tuser)
    );

    word_sync pause_crossing (
        .src_clk(rx_clk),
        .src_rst(receive_reset),
        .src_valid(rx_control_pause_valid),
        .src_data(rx_control_pause_quanta),
        .dst_clk(tx_clk),
        .dst_rst(transmit_reset),
        .dst_valid(pause_crossing_dst_valid),
        .dst_data(pause_crossing_dst_data)
    );

    sync_bit #(.RESET_VALUE(1'b0)) pause_request_sync (
        .clk(tx_clk),
        .rst(transmit_reset),
        .d(pause_request),
        .q(pause_request_sync_q)
    );

    sync_bit #(.RESET_VALUE(1'b0)) half_full_sync (
        .clk(tx_clk),
        .rst(transmit_reset),
        .d(half_full),
        .q(half_full_sync_q)
    );

    sync_bit #(.RESET_VALUE(1'b0)) too_long_sync (
        .clk(tx_clk),
        .rst(transmit_reset),
        .d(too_long),
        .q(too_long_sync_q)
    );

    rx_events rx_events (
        .clk(rx_clk),
        .rst(receive_reset),
        .stat_valid(rx_control_stat_valid),
        .stat_verdict(rx_control_stat_verdict),
        .stat_symbol_error(rx_control_stat_symbol_error),
        .stat_octets(rx_control_stat_octets),
        .stat_multicast(rx_control_stat_multicast),
        .stat_broadcast(rx_control_stat_broadcast),
        .stat_pause(rx_control_stat_pause),
        .stat_unsupported(rx_control_stat_unsupported),
        .stat_overflow(rx_frames_stat_overflow),
        .events(rx_events_events),
        .octets(rx_events_octets)
    );

    tx_events tx_events (
        .clk(tx_clk),
        .rst(transmit_reset),
        .stat_tx_valid(stat_tx_valid),
        .stat_tx_verdict(stat_tx_verdict),
        .stat_tx_octets(stat_tx_octets),
        .stat_tx_collisions(stat_tx_collisions),
        .stat_tx_deferred(stat_tx_deferred),
        .stat_tx_excessive_deferral(stat_tx_excessive_deferral),
        .stat_tx_carrier_sense_error(stat_tx_carrier_sense_error),
        .stat_pause_sent(tx_control_stat_pause_sent),
        .too_long(count_too_long),
        .events(tx_events_events),
        .octets(tx_events_octets)
    );

    mac_counters rx_counters (
        .count_clk(rx_clk),
        .count_rst(receive_reset),
        .events(rx_events_events),
        .octets(rx_events_octets),
        .clk(clk),
        .rst(client_reset),
        .snapshot(stat_snapshot),
        .addr(stat_addr[3:0]),
        .busy(rx_counters_busy),
        .data(rx_counters_data)
    );

    mac_counters tx_counters (
        .count_clk(tx_clk),
        .count_rst(transmit_reset),
        .events(tx_events_events),
        .octets(tx_events_octets),
        .clk(clk),
        .rst(client_reset),
        .snapshot(stat_snapshot),
        .addr(stat_addr[3:0]),
        .busy(tx_counters_busy),
        .data(tx_counters_data)
    );

    assign client_reset = rst || tx_rst_in_clk_rst || rx_rst_in_clk_rst;
    assign transmit_reset = tx_rst || rst_in_tx_clk_rst || rx_rst_in_tx_clk_rst;
    assign receive_reset = rx_rst || rst_in_rx_clk_rst || tx_rst_in_rx_clk_rst;
    assign tx_reset = transmit_reset;
    assign rx_reset = receive_reset;
    assign rx_frames_cfg_drop_bad = !cfg_rx_pass_bad;
    assign tx_control_pause_request = pause_request_sync_q || half_full_sync_q;
    assign underrun = stat_tx_valid && (stat_tx_verdict == 3'd2);
    assign count_too_long = (too_long_sync_q != too_long_counted) && !underrun;

    always @* begin
        stat_data_next = rx_counters_data;
        if (chosen_tx) begin
            stat_data_next = tx_counters_data;
        end
    end

    // Another clock samples what follows: the reset clears it at once, clock or no clock, so that this domain looks
    // reset to the others even while its own clock stands. The inverse keeps it apart from the reset at an edge.
    wire receive_reset_n = !receive_reset;

    always @(posedge rx_clk or negedge receive_reset_n) begin
        if (!receive_reset_n) begin
            half_full <= 1'b0;
        end else begin
            // A receiver that was reset while its clock stands asks for no PAUSE.
            half_full <= rx_frames_half_full;
        end
    end

    // Another clock samples what follows: the reset clears it at once, clock or no clock, so that this domain looks
    // reset to the others even while its own clock stands. The inverse keeps it apart from the reset at an edge.
    wire client_reset_n = !client_reset;

    always @(posedge clk or negedge client_reset_n) begin
        if (!client_reset_n) begin
            too_long <= 1'b0;
        end else begin
            // A frame that the transmit memory cannot hold turns a bit, which the transmitter's clock follows. The
            // counter takes one frame a clock: an underrun goes first.
            too_long <= too_long ^ tx_frames_stat_overflow;
        end
    end

    always @(posedge tx_clk) begin
        if (transmit_reset) begin
            too_long_counted <= 1'b0;
        end else begin
            too_long_counted <= too_long_counted ^ count_too_long;
        end
    end

    always @(posedge clk) begin
        if (client_reset) begin
            stat_busy <= 1'b0;
            chosen_tx <= 1'b0;
            stat_data <= 64'd0;
        end else begin
            stat_busy <= rx_counters_busy || tx_counters_busy || stat_snapshot;
            // Stands beside the data of the same address.
            chosen_tx <= stat_addr[4];
            stat_data <= stat_data_next;
        end
    end

    wire unused = &{1'b0, tx_frames_half_full, tx_frames_stat_bad, tx_control_paused, rx_frames_s_axis_tready,
        rx_frames_stat_bad};

endmodule

`line 6 "stream_fifo.v" 0
// A first-in first-out memory for frames, in one clock: a frame comes out only when it is in as a whole. One
// that does not fit, or that is bad, is dropped as a whole and counted, never cut.
//
//                  +---------------+
//  s_axis_tdata[8]->               |->m_axis_tdata[8]
//   s_axis_tvalid->|               |->m_axis_tvalid
//   s_axis_tready<-|  stream_fifo  |<-m_axis_tready
//    s_axis_tlast->|               |->m_axis_tlast
//    s_axis_tuser->|               |->m_axis_tuser
//    s_axis_tdrop->|               |->half_full
//        cfg_wait->|               |->stat_overflow
//    cfg_drop_bad->|               |->stat_bad
//                  +---------------+
//
// Three pointers count octets: `write`, `commit` (where the last whole frame ends) and `read`; `last_room` is where
// one octet more fills the memory, so that no comparison waits for an addition. The memory's read register is the
// first of two output stages, the `m_axis` registers are the second.
module stream_fifo (
    input  wire       clk,
    // Synchronous reset.
    input  wire       rst,
    // Octet of a frame.
    input  wire [7:0] s_axis_tdata,
    // An octet is offered.
    input  wire       s_axis_tvalid,
    // It is the last of its frame.
    input  wire       s_axis_tlast,
    // On the last beat: the frame is bad (or is to be sent with an error).
    input  wire       s_axis_tuser,
    // On the last beat: drop the frame silently (it has been consumed elsewhere).
    input  wire       s_axis_tdrop,
    // The sink takes the beat.
    input  wire       m_axis_tready,
    // The source waits for `tready`; else a beat offered while it is low overflows.
    input  wire       cfg_wait,
    // Drop frames whose last beat has `tuser`.
    input  wire       cfg_drop_bad,
    // There is room for a beat.
    output reg        s_axis_tready,
    // Octet of a frame.
    output wire [7:0] m_axis_tdata,
    // An octet is offered.
    output reg        m_axis_tvalid,
    // It is the last of its frame.
    output wire       m_axis_tlast,
    // On the last beat: as it came in.
    output wire       m_axis_tuser,
    // At least half of the memory is in use.
    output reg        half_full,
    // Strobe: a frame that was wanted did not fit.
    output reg        stat_overflow,
    // Strobe: a bad frame was dropped.
    output reg        stat_bad
);

    localparam [12:0] DEPTH = 13'd4096;
    localparam [12:0] HALF_OR_MORE = 13'd6144;

    reg [12:0] write, write_next;
    reg [12:0] commit, commit_next;
    reg [12:0] read, read_next;
    reg [12:0] last_room, last_room_next;
    reg        has_left;
    reg        discarding;
    reg        fetched, fetched_next;
    reg        m_axis_tvalid_next;

    wire [9:0]  beat;
    wire [12:0] fill;
    wire [12:0] full_write;
    wire        store;
    wire        lost;
    wire        reject;
    wire        frame_end;
    wire [12:0] write_stored;
    wire        full_kept;
    wire        full_stored;
    wire        full_dropped;
    reg         full_after;
    wire        fetch;
    reg         discarding_after;
    wire        present_free;
    wire        fetch_free;
    wire        waiting;
    wire        frames_present_enable;
    wire [9:0]  frames_read_data;

    ram_block #(.WIDTH(10), .ADDRESS_WIDTH(12)) frames (
        .clk(clk),
        .rst(rst),
        .write_enable(store),
        .write_address(write[11:0]),
        .write_data(beat),
        .read_enable(fetch_free),
        .read_address(read[11:0]),
        .present_enable(frames_present_enable),
        .read_data(frames_read_data)
    );

    assign m_axis_tdata = frames_read_data[7:0];
    assign m_axis_tlast = frames_read_data[8];
    assign m_axis_tuser = frames_read_data[9];
    assign fill = write - read;
    // Will the memory be full? Compared for each place where the write pointer can go, before it is known where.
    assign full_write = read ^ DEPTH;
    assign full_kept = write == full_write;
    assign full_stored = write == last_room;
    assign full_dropped = commit == full_write;
    assign waiting = read != commit;
    assign store = !discarding && s_axis_tvalid && s_axis_tready;
    // Either the source cannot wait, or the frame has the memory for itself and does not fit: the memory is full,
    // now that no octet has left since tready was judged.
    assign lost = !discarding && !s_axis_tready && ((!cfg_wait && s_axis_tvalid) || (cfg_wait && !has_left &&
        !waiting));
    assign reject = s_axis_tuser && cfg_drop_bad;
    // Judged at the end of a frame: what was not wanted is not lost.
    assign frame_end = s_axis_tvalid && s_axis_tlast && (s_axis_tready || !cfg_wait);
    assign write_stored = write + 13'd1;
    assign beat = {s_axis_tuser, s_axis_tlast, s_axis_tdata};
    // A committed octet waits in the memory, is fetched, then presented at the port.
    assign present_free = !m_axis_tvalid || m_axis_tready;
    assign fetch_free = !fetched || present_free;
    assign fetch = fetch_free && waiting;
    assign frames_present_enable = present_free && fetched;

    always @* begin
        write_next = write;
        commit_next = commit;
        read_next = read;
        last_room_next = last_room;
        fetched_next = fetched;
        m_axis_tvalid_next = m_axis_tvalid;

        full_after = full_kept;
        discarding_after = discarding;
        if (store) begin
            if (s_axis_tlast && (reject || s_axis_tdrop)) begin
                write_next = commit;
                full_after = full_dropped;
            end else begin
                write_next = write_stored;
                full_after = full_stored;
                if (s_axis_tlast) begin
                    commit_next = write_stored;
                end
            end
        end else if (lost) begin
            write_next = commit;
            full_after = full_dropped;
            discarding_after = cfg_wait || !s_axis_tlast;
        end else if (s_axis_tvalid && s_axis_tlast) begin
            // Tready is high while discarding, so each beat counts.
            discarding_after = 1'b0;
        end

        if (fetch_free) begin
            fetched_next = waiting;
        end
        if (fetch) begin
            read_next = read + 13'd1;
            last_room_next = last_room + 13'd1;
        end
        if (present_free) begin
            m_axis_tvalid_next = fetched;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            write <= 13'd0;
            commit <= 13'd0;
            read <= 13'd0;
            last_room <= 13'd4095;
            has_left <= 1'b1;
            discarding <= 1'b0;
            s_axis_tready <= 1'b0;
            half_full <= 1'b0;
            stat_overflow <= 1'b0;
            stat_bad <= 1'b0;
            fetched <= 1'b0;
            m_axis_tvalid <= 1'b0;
        end else begin
            write <= write_next;
            commit <= commit_next;
            read <= read_next;
            last_room <= last_room_next;
            has_left <= fetch;
            discarding <= discarding_after;
            s_axis_tready <= discarding_after || !full_after;
            // The fill is the depth at most, so one of its two high bits says half or more.
            half_full <= (fill & HALF_OR_MORE) != 13'd0;
            stat_overflow <= frame_end && !store && !reject && !s_axis_tdrop;
            stat_bad <= frame_end && reject;
            fetched <= fetched_next;
            m_axis_tvalid <= m_axis_tvalid_next;
        end
    end

endmodule

`line 2 "ram_block.v" 0
// Memory of 2 ** ADDRESS_WIDTH words in block RAM, one clock: a write port, and a read port with two registers,
// one that fetches and one that presents. Block RAMs have both inside, and are slow without the second. A word
// must not be read at the edge at which it is written.
module ram_block #(
    parameter WIDTH         = 8,
    parameter ADDRESS_WIDTH = 9
) (
    input  wire                     clk,
    // Synchronous reset of `read_data`, to 0.
    input  wire                     rst,
    // Write port.
    input  wire                     write_enable,
    input  wire [ADDRESS_WIDTH-1:0] write_address,
    input  wire [WIDTH-1:0]         write_data,
    // Read port: the fetched word stays while `read_enable` is low, `read_data` while `present_enable` is low.
    input  wire                     read_enable,
    input  wire [ADDRESS_WIDTH-1:0] read_address,
    input  wire                     present_enable,
    output reg  [WIDTH-1:0]         read_data
);

    (* no_rw_check *)
    reg [WIDTH-1:0] memory [0:(1 << ADDRESS_WIDTH)-1];
    reg [WIDTH-1:0] fetched;

    always @(posedge clk) begin
        if (write_enable) begin
            memory[write_address] <= write_data;
        end
        if (read_enable) begin
            fetched <= memory[read_address];
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            read_data <= {WIDTH{1'b0}};
        end else if (present_enable) begin
            read_data <= fetched;
        end
    end

endmodule

`line 6 "async_fifo.v" 0
// A first-in first-out memory of 16 beats between two clocks, with Gray-coded pointers. It knows nothing of
// frames.
//
//                  +--------------+
//  s_axis_tdata[8]->              |->m_axis_tdata[8]
//   s_axis_tvalid->|              |->m_axis_tvalid
//   s_axis_tready<-|  async_fifo  |<-m_axis_tready
//    s_axis_tlast->|              |->m_axis_tlast
//    s_axis_tuser->|              |->m_axis_tuser
//                  +--------------+
//         wr_clk  wr_rst      rd_clk  rd_rst
//
// Of a Gray-coded pointer one bit changes at a time, so each bit may cross for itself: the other side sees the
// pointer as it was or as it is, never a third value. A reset clears the pointer that crosses at once, so that the
// other side sees it even when the clock of this side stands.
module async_fifo (
    // ---- clock domain wr_clk ----
    input  wire       wr_clk,
    // Reset of the write side, synchronous but for its Gray pointer.
    input  wire       wr_rst,
    // Octet to store.
    input  wire [7:0] s_axis_tdata,
    // An octet is offered.
    input  wire       s_axis_tvalid,
    // Carried along.
    input  wire       s_axis_tlast,
    // Carried along.
    input  wire       s_axis_tuser,
    // There is room for a beat.
    output reg        s_axis_tready,

    // ---- clock domain rd_clk ----
    input  wire       rd_clk,
    // Reset of the read side, synchronous but for its Gray pointer.
    input  wire       rd_rst,
    // The sink takes the beat.
    input  wire       m_axis_tready,
    // Octet.
    output reg  [7:0] m_axis_tdata,
    // An octet is offered.
    output reg        m_axis_tvalid,
    // As it came in.
    output reg        m_axis_tlast,
    // As it came in.
    output reg        m_axis_tuser
);

    localparam [4:0] FULL_MARK = 5'd24;

    reg [4:0] write;
    reg [4:0] write_gray;
    reg       s_axis_tready_next;
    reg [4:0] read;
    reg [4:0] read_gray;
    reg [4:0] ahead, ahead_next;
    reg [7:0] m_axis_tdata_next;
    reg       m_axis_tvalid_next;
    reg       m_axis_tlast_next;
    reg       m_axis_tuser_next;

    wire [9:0] beat;
    wire       blocked;
    wire       store;
    reg  [4:0] write_after;
    wire [4:0] full_gray;
    wire [4:0] read_gray_seen;
    wire       present_free;
    wire       waiting;
    reg  [4:0] read_after;
    wire [4:0] write_gray_seen;
    wire       beats_write_enable;
    wire [9:0] beats_read_data;

    ram_distributed #(.WIDTH(10), .ADDRESS_WIDTH(4)) beats (
        .write_clk(wr_clk),
        .write_enable(beats_write_enable),
        .write_address(write[3:0]),
        .write_data(beat),
        .read_address(read[3:0]),
        .read_data(beats_read_data)
    );

    sync_bit #(.RESET_VALUE(1'b0)) write_gray_sync [4:0] (
        .clk(rd_clk),
        .rst(rd_rst),
        .d(write_gray),
        .q(write_gray_seen)
    );

    sync_bit #(.RESET_VALUE(1'b0)) read_gray_sync [4:0] (
        .clk(wr_clk),
        .rst(wr_rst),
        .d(read_gray),
        .q(read_gray_seen)
    );

    // Write side. Full: 16 ahead, which turns the two upper bits of the Gray code.
    // The reset wins over a beat too: a read side that is still to be reset sees what was there.
    assign blocked = wr_rst || !s_axis_tready;
    assign store = s_axis_tvalid && s_axis_tready;
    assign full_gray = read_gray_seen ^ FULL_MARK;
    assign beat = {s_axis_tuser, s_axis_tlast, s_axis_tdata};
    assign beats_write_enable = s_axis_tvalid && !blocked;
    // Read side.
    assign present_free = !m_axis_tvalid || m_axis_tready;
    assign waiting = read_gray != write_gray_seen;

    always @* begin
        ahead_next = ahead;
        m_axis_tdata_next = m_axis_tdata;
        m_axis_tvalid_next = m_axis_tvalid;
        m_axis_tlast_next = m_axis_tlast;
        m_axis_tuser_next = m_axis_tuser;

        write_after = write;
        s_axis_tready_next = write_gray != full_gray;
        if (store) begin
            write_after = write + 5'd1;
            ahead_next = ahead + 5'd1;
            s_axis_tready_next = (ahead ^ (ahead >> 3'd1)) != full_gray;
        end

        read_after = read;
        if (present_free) begin
            m_axis_tvalid_next = waiting;
            if (waiting) begin
                m_axis_tdata_next = beats_read_data[7:0];
                m_axis_tlast_next = beats_read_data[8];
                m_axis_tuser_next = beats_read_data[9];
                read_after = read + 5'd1;
            end
        end
    end

    always @(posedge wr_clk) begin
        if (wr_rst) begin
            write <= 5'd0;
            s_axis_tready <= 1'b0;
            ahead <= 5'd1;
        end else begin
            write <= write_after;
            s_axis_tready <= s_axis_tready_next;
            ahead <= ahead_next;
        end
    end

    // Another clock samples what follows: the reset clears it at once, clock or no clock, so that this domain looks
    // reset to the others even while its own clock stands. The inverse keeps it apart from the reset at an edge.
    wire wr_rst_n = !wr_rst;

    always @(posedge wr_clk or negedge wr_rst_n) begin
        if (!wr_rst_n) begin
            write_gray <= 5'd0;
        end else begin
            write_gray <= write_after ^ (write_after >> 3'd1);
        end
    end

    always @(posedge rd_clk) begin
        if (rd_rst) begin
            read <= 5'd0;
            m_axis_tdata <= 8'd0;
            m_axis_tvalid <= 1'b0;
            m_axis_tlast <= 1'b0;
            m_axis_tuser <= 1'b0;
        end else begin
            read <= read_after;
            m_axis_tdata <= m_axis_tdata_next;
            m_axis_tvalid <= m_axis_tvalid_next;
            m_axis_tlast <= m_axis_tlast_next;
            m_axis_tuser <= m_axis_tuser_next;
        end
    end

    // Another clock samples what follows: the reset clears it at once, clock or no clock, so that this domain looks
    // reset to the others even while its own clock stands. The inverse keeps it apart from the reset at an edge.
    wire rd_rst_n = !rd_rst;

    always @(posedge rd_clk or negedge rd_rst_n) begin
        if (!rd_rst_n) begin
            read_gray <= 5'd0;
        end else begin
            read_gray <= read_after ^ (read_after >> 3'd1);
        end
    end

endmodule

`line 2 "ram_distributed.v" 0
// Memory of 2 ** ADDRESS_WIDTH words in lookup tables: one clocked write port, one asynchronous read port, which
// may belong to any clock domain.
module ram_distributed #(
    parameter WIDTH         = 8,
    parameter ADDRESS_WIDTH = 4
) (
    // Write port.
    input  wire                     write_clk,
    input  wire                     write_enable,
    input  wire [ADDRESS_WIDTH-1:0] write_address,
    input  wire [WIDTH-1:0]         write_data,
    // Read port.
    input  wire [ADDRESS_WIDTH-1:0] read_address,
    output wire [WIDTH-1:0]         read_data
);

    reg [WIDTH-1:0] memory [0:(1 << ADDRESS_WIDTH)-1];

    always @(posedge write_clk) begin
        if (write_enable) begin
            memory[write_address] <= write_data;
        end
    end

    assign read_data = memory[read_address];

endmodule

`line 2 "sync_bit.v" 0
// Brings one bit of another clock domain, or of none, into that of `clk` through two flip-flops.
module sync_bit #(
    parameter [0:0] RESET_VALUE = 1'b0
) (
    input  wire clk,
    // Synchronous reset.
    input  wire rst,
    // The foreign bit: a register of its own domain, without logic after it.
    input  wire d,
    // The bit, two edges later.
    output wire q
);

    (* async_reg = "true", keep *)
    reg [1:0] stage;

    always @(posedge clk) begin
        if (rst) begin
            stage <= {2{RESET_VALUE}};
        end else begin
            stage <= {stage[0], d};
        end
    end

    assign q = stage[1];

endmodule

`line 6 "mac_control_tx.v" 0
// MAC control, sending side: obeys received PAUSE frames and sends our own (IEEE 802.3-2022, clause 31, annex
// 31B).
//
//                  +------------------+
//  s_axis_* ------>|                  |------> m_axis_*, m_fcs_insert
//  s_axis_tready<--|  mac_control_tx  |<------ m_axis_tready, tx_start_ready
//  pause_valid --->|                  |------> paused
//  pause_request ->|                  |------> stat_pause_sent
//                  +------------------+
//
// One frame at a time passes; what comes next is decided between frames, as late as possible, so that a PAUSE frame
// or a received PAUSE never waits for more than the frame on its way.
module mac_control_tx (
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // Octet of a client frame.
    input  wire [7:0]  s_axis_tdata,
    // An octet is offered.
    input  wire        s_axis_tvalid,
    // It is the last of its frame.
    input  wire        s_axis_tlast,
    // On the last beat: send the frame with an error.
    input  wire        s_axis_tuser,
    // The MAC takes the beat.
    input  wire        m_axis_tready,
    // The MAC can start a frame without delay.
    input  wire        tx_start_ready,
    // One octet time has passed; constant 1 at one octet a clock.
    input  wire        octet_tick,
    // Strobe: a PAUSE frame was received.
    input  wire        pause_valid,
    // Its pause time in units of 512 bit times.
    input  wire [15:0] pause_quanta,
    // Ask the link partner to pause for as long as this is high.
    input  wire        pause_request,
    // Source address of PAUSE frames; bits 47:40 are sent first.
    input  wire [47:0] cfg_mac_address,
    // Pad client frames and append their FCS; else they carry it.
    input  wire        cfg_fcs_insert,
    // Send PAUSE frames.
    input  wire        cfg_pause_send,
    // Obey received PAUSE frames.
    input  wire        cfg_pause_obey,
    // The pause time to ask for, in units of 512 bit times.
    input  wire [15:0] cfg_pause_quanta,
    // The octet is taken.
    output reg         s_axis_tready,
    // Octet to the MAC.
    output reg  [7:0]  m_axis_tdata,
    // An octet is offered.
    output reg         m_axis_tvalid,
    // It is the last of its frame.
    output reg         m_axis_tlast,
    // On the last beat: send the frame with an error.
    output reg         m_axis_tuser,
    // Pad this frame and append its FCS.
    output reg         m_fcs_insert,
    // The link partner has asked for silence.
    output reg         paused,
    // Strobe: a PAUSE frame was sent.
    output reg         stat_pause_sent
);

    // Phase
    localparam [1:0] PHASE_WAIT    = 2'd0;
    localparam [1:0] PHASE_CLIENT  = 2'd1;
    localparam [1:0] PHASE_CONTROL = 2'd2;

    reg [1:0]  phase;
    reg [7:0]  m_axis_tdata_next;
    reg        m_axis_tvalid_next;
    reg        m_axis_tlast_next;
    reg        m_axis_tuser_next;
    reg        m_fcs_insert_next;
    reg [7:0]  spare_data, spare_data_next;
    reg        spare_valid;
    reg        spare_last, spare_last_next;
    reg        spare_user, spare_user_next;
    reg        spare_fcs_insert, spare_fcs_insert_next;
    reg [4:0]  index, index_next;
    reg [15:0] pause_time, pause_time_next;
    reg        asked, asked_next;
    reg        sent_pause, sent_pause_next;
    reg [20:0] refresh_timer, refresh_timer_next;
    reg [21:0] pause_timer, pause_timer_next;
    reg        pause_starts, pause_starts_next;
    reg        paused_next;
    reg        stat_pause_sent_next;

    wire       accept;
    wire       free;
    wire       idle;
    wire       asking;
    wire       client;
    wire       due;
    reg  [1:0] phase_after;
    reg        spare_after;
    reg  [7:0] control_octet;

    assign accept = s_axis_tvalid && s_axis_tready;
    assign free = !m_axis_tvalid || m_axis_tready;
    assign idle = (phase == PHASE_WAIT) && tx_start_ready && !m_axis_tvalid && !spare_valid;
    assign client = s_axis_tvalid && !paused;
    // Asked again before the time runs out, and taken back when the request ends; but the client has its turn
    // after each PAUSE frame.
    assign asking = pause_request && (|cfg_pause_quanta);
    assign due = cfg_pause_send && ((asking != asked) || (asking && (refresh_timer == 21'd0))) && !(sent_pause &&
        client);

    always @* begin
        m_axis_tdata_next = m_axis_tdata;
        m_axis_tvalid_next = m_axis_tvalid;
        m_axis_tlast_next = m_axis_tlast;
        m_axis_tuser_next = m_axis_tuser;
        m_fcs_insert_next = m_fcs_insert;
        spare_data_next = spare_data;
        spare_last_next = spare_last;
        spare_user_next = spare_user;
        spare_fcs_insert_next = spare_fcs_insert;
        index_next = index;
        pause_time_next = pause_time;
        asked_next = asked;
        sent_pause_next = sent_pause;
        refresh_timer_next = refresh_timer;
        pause_timer_next = pause_timer;
        pause_starts_next = pause_starts;
        paused_next = paused;

        // The octets of a PAUSE frame.
        control_octet = 8'd0;
        if (index == 5'd0) begin
            control_octet = 8'h01;
        end else if (index == 5'd1) begin
            control_octet = 8'h80;
        end else if (index == 5'd2) begin
            control_octet = 8'hc2;
        end else if (index == 5'd5) begin
            control_octet = 8'h01;
        end else if (index == 5'd6) begin
            control_octet = cfg_mac_address[47:40];
        end else if (index == 5'd7) begin
            control_octet = cfg_mac_address[39:32];
        end else if (index == 5'd8) begin
            control_octet = cfg_mac_address[31:24];
        end else if (index == 5'd9) begin
            control_octet = cfg_mac_address[23:16];
        end else if (index == 5'd10) begin
            control_octet = cfg_mac_address[15:8];
        end else if (index == 5'd11) begin
            control_octet = cfg_mac_address[7:0];
        end else if (index == 5'd12) begin
            control_octet = 8'h88;
        end else if (index == 5'd13) begin
            control_octet = 8'h08;
        end else if (index == 5'd15) begin
            control_octet = 8'h01;
        end else if (index == 5'd16) begin
            control_octet = pause_time[15:8];
        end else if (index == 5'd17) begin
            control_octet = pause_time[7:0];
        end

        // Timers, in octet times.
        if (octet_tick) begin
            if (refresh_timer != 21'd0) begin
                refresh_timer_next = refresh_timer - 21'd1;
            end
            if ((pause_timer != 22'd0) && !pause_starts) begin
                pause_timer_next = pause_timer - 22'd1;
                if (pause_timer == 22'd1) begin
                    paused_next = 1'b0;
                end
            end
        end
        // A received time begins when the frame on its way is sent (31B.3.3).
        if (pause_starts && idle) begin
            pause_starts_next = 1'b0;
            paused_next = pause_timer != 22'd0;
        end
        if (pause_valid) begin
            pause_timer_next = {6'd0, pause_quanta} << 5'd6;
            pause_starts_next = 1'b1;
            paused_next = 1'b1;
        end
        if (!cfg_pause_obey) begin
            pause_timer_next = 22'd0;
            pause_starts_next = 1'b0;
            paused_next = 1'b0;
        end

        stat_pause_sent_next = 1'b0;
        phase_after = phase;
        case (phase)
            PHASE_WAIT: begin
                if (idle) begin
                    if (due) begin
                        phase_after = PHASE_CONTROL;
                        asked_next = asking;
                        sent_pause_next = 1'b1;
                        pause_time_next = 16'd0;
                        if (asking) begin
                            pause_time_next = cfg_pause_quanta;
                        end
                        refresh_timer_next = {5'd0, cfg_pause_quanta} << 5'd5;
                    end else if (client) begin
                        phase_after = PHASE_CLIENT;
                        sent_pause_next = 1'b0;
                    end
                end
            end
            PHASE_CLIENT: begin
                if (accept && s_axis_tlast) begin
                    phase_after = PHASE_WAIT;
                end
            end
            default: begin // PHASE_CONTROL
                if (free) begin
                    index_next = index + 5'd1;
                    if (index == 5'd17) begin
                        index_next = 5'd0;
                        stat_pause_sent_next = 1'b1;
                        phase_after = PHASE_WAIT;
                    end
                end
            end
        endcase

        // The register to the MAC, and the spare one for the beat that comes while it is not free.
        spare_after = spare_valid;
        if (free) begin
            spare_after = 1'b0;
            m_axis_tvalid_next = spare_valid || accept || (phase == PHASE_CONTROL);
            if (spare_valid) begin
                m_axis_tdata_next = spare_data;
                m_axis_tlast_next = spare_last;
                m_axis_tuser_next = spare_user;
                m_fcs_insert_next = spare_fcs_insert;
            end else if (accept) begin
                m_axis_tdata_next = s_axis_tdata;
                m_axis_tlast_next = s_axis_tlast;
                m_axis_tuser_next = s_axis_tuser;
                m_fcs_insert_next = cfg_fcs_insert;
            end else if (phase == PHASE_CONTROL) begin
                m_axis_tdata_next = control_octet;
                m_axis_tlast_next = index == 5'd17;
                m_axis_tuser_next = 1'b0;
                m_fcs_insert_next = 1'b1;
            end
        end else if (accept) begin
            spare_after = 1'b1;
            spare_data_next = s_axis_tdata;
            spare_last_next = s_axis_tlast;
            spare_user_next = s_axis_tuser;
            spare_fcs_insert_next = cfg_fcs_insert;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            phase <= PHASE_WAIT;
            s_axis_tready <= 1'b0;
            m_axis_tdata <= 8'd0;
            m_axis_tvalid <= 1'b0;
            m_axis_tlast <= 1'b0;
            m_axis_tuser <= 1'b0;
            m_fcs_insert <= 1'b0;
            spare_data <= 8'd0;
            spare_valid <= 1'b0;
            spare_last <= 1'b0;
            spare_user <= 1'b0;
            spare_fcs_insert <= 1'b0;
            index <= 5'd0;
            pause_time <= 16'd0;
            asked <= 1'b0;
            sent_pause <= 1'b0;
            refresh_timer <= 21'd0;
            pause_timer <= 22'd0;
            pause_starts <= 1'b0;
            paused <= 1'b0;
            stat_pause_sent <= 1'b0;
        end else begin
            phase <= phase_after;
            s_axis_tready <= (phase_after == PHASE_CLIENT) && !spare_after;
            m_axis_tdata <= m_axis_tdata_next;
            m_axis_tvalid <= m_axis_tvalid_next;
            m_axis_tlast <= m_axis_tlast_next;
            m_axis_tuser <= m_axis_tuser_next;
            m_fcs_insert <= m_fcs_insert_next;
            spare_data <= spare_data_next;
            spare_valid <= spare_after;
            spare_last <= spare_last_next;
            spare_user <= spare_user_next;
            spare_fcs_insert <= spare_fcs_insert_next;
            index <= index_next;
            pause_time <= pause_time_next;
            asked <= asked_next;
            sent_pause <= sent_pause_next;
            refresh_timer <= refresh_timer_next;
            pause_timer <= pause_timer_next;
            pause_starts <= pause_starts_next;
            paused <= paused_next;
            stat_pause_sent <= stat_pause_sent_next;
        end
    end

endmodule

`line 6 "mac_control_rx.v" 0
// MAC control, receiving side: takes MAC control frames out of the stream and reports PAUSE (IEEE 802.3-2022,
// clause 31, annex 31B), and sorts frames by kind of destination (clause 30).
//
//                 +------------------+
//  rx_axis_* ---->|                  |----> m_axis_*, m_axis_tdrop
//  rx_valid, ... >|  mac_control_rx  |----> pause_valid, pause_quanta[16]
//                 |                  |----> stat_*
//                 +------------------+
//
// Each octet is compared as it passes; what the frame can still be is a handful of flags, judged with the last beat.
module mac_control_rx (
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // Octet of a frame.
    input  wire [7:0]  rx_axis_tdata,
    // There is an octet.
    input  wire        rx_axis_tvalid,
    // It is the last of its frame.
    input  wire        rx_axis_tlast,
    // On the last beat: the frame is bad.
    input  wire        rx_axis_tuser,
    // Strobe: verdict from the MAC.
    input  wire        rx_valid,
    // An `RxVerdict`.
    input  wire [3:0]  rx_verdict,
    // The PHY reported an error in it.
    input  wire        rx_symbol_error,
    // Its length in octets.
    input  wire [15:0] rx_octets,
    // Own address; bits 47:40 are the first octet.
    input  wire [47:0] cfg_mac_address,
    // Report PAUSE frames to the transmitter.
    input  wire        cfg_pause_obey,
    // Octet of a frame.
    output reg  [7:0]  m_axis_tdata,
    // There is an octet.
    output reg         m_axis_tvalid,
    // It is the last of its frame.
    output reg         m_axis_tlast,
    // On the last beat: the frame is bad.
    output reg         m_axis_tuser,
    // On the last beat: a MAC control frame, not to be passed on.
    output reg         m_axis_tdrop,
    // Strobe: obey `pause_quanta`.
    output reg         pause_valid,
    // Pause time in units of 512 bit times.
    output reg  [15:0] pause_quanta,
    // Strobe: the verdict beside it is of a frame that is over.
    output reg         stat_valid,
    // An `RxVerdict`.
    output reg  [3:0]  stat_verdict,
    // The PHY reported an error in it.
    output reg         stat_symbol_error,
    // Its length in octets.
    output reg  [15:0] stat_octets,
    // Strobe: a good frame for a group.
    output reg         stat_multicast,
    // Strobe: a good frame for all.
    output reg         stat_broadcast,
    // Strobe: a PAUSE frame for us.
    output reg         stat_pause,
    // Strobe: a MAC control frame with an unknown opcode.
    output reg         stat_unsupported
);

    reg [15:0] pause_quanta_next;
    reg [4:0]  index, index_next;
    reg        past_destination, past_destination_next;
    reg        is_group, is_group_next;
    reg        is_all_ones, is_all_ones_next;
    reg        is_pause_address, is_pause_address_next;
    reg        is_own_address, is_own_address_next;
    reg        is_control_type, is_control_type_next;
    reg        is_pause_opcode, is_pause_opcode_next;
    reg [7:0]  quanta_high, quanta_high_next;
    reg [7:0]  quanta_low, quanta_low_next;

    reg  [7:0] own_octet;
    reg  [7:0] pause_octet;
    reg        all_ones_now;
    reg  [7:0] quanta_low_now;
    wire       good;
    wire       addressed;
    wire       control;
    wire       pause_now;

    // Judged with the last beat.
    assign good = rx_axis_tvalid && rx_axis_tlast && !rx_axis_tuser;
    assign addressed = good && (past_destination || (index == 5'd5));
    assign control = good && ((index == 5'd17) || (index == 5'd18)) && is_control_type;
    assign pause_now = control && is_pause_opcode && (is_own_address || is_pause_address);

    always @* begin
        pause_quanta_next = pause_quanta;
        index_next = index;
        past_destination_next = past_destination;
        is_group_next = is_group;
        is_all_ones_next = is_all_ones;
        is_pause_address_next = is_pause_address;
        is_own_address_next = is_own_address;
        is_control_type_next = is_control_type;
        is_pause_opcode_next = is_pause_opcode;
        quanta_high_next = quanta_high;
        quanta_low_next = quanta_low;

        // The octet of both addresses that belongs beside this one.
        own_octet = cfg_mac_address[7:0];
        pause_octet = 8'h01;
        if (index == 5'd0) begin
            own_octet = cfg_mac_address[47:40];
        end else if (index == 5'd1) begin
            own_octet = cfg_mac_address[39:32];
            pause_octet = 8'h80;
        end else if (index == 5'd2) begin
            own_octet = cfg_mac_address[31:24];
            pause_octet = 8'hc2;
        end else if (index == 5'd3) begin
            own_octet = cfg_mac_address[23:16];
            pause_octet = 8'd0;
        end else if (index == 5'd4) begin
            own_octet = cfg_mac_address[15:8];
            pause_octet = 8'd0;
        end

        // All ones up to this octet of the destination.
        all_ones_now = is_all_ones;
        if (!past_destination) begin
            all_ones_now = (is_all_ones || (index == 5'd0)) && (rx_axis_tdata == 8'hff);
        end
        quanta_low_now = quanta_low;
        if (index == 5'd17) begin
            quanta_low_now = rx_axis_tdata;
        end

        if (rx_axis_tvalid) begin
            // 18 stands for any octet after those that matter.
            if (rx_axis_tlast) begin
                index_next = 5'd0;
                past_destination_next = 1'b0;
            end else if (index != 5'd18) begin
                index_next = index + 5'd1;
                if (index == 5'd5) begin
                    past_destination_next = 1'b1;
                end
            end

            is_all_ones_next = all_ones_now;
            quanta_low_next = quanta_low_now;
            if (!past_destination) begin
                is_own_address_next = (is_own_address || (index == 5'd0)) && (rx_axis_tdata == own_octet);
                is_pause_address_next = (is_pause_address || (index == 5'd0)) && (rx_axis_tdata == pause_octet);
            end
            if (index == 5'd0) begin
                is_group_next = rx_axis_tdata[0];
            end
            if (index == 5'd12) begin
                is_control_type_next = rx_axis_tdata == 8'h88;
            end
            if (index == 5'd13) begin
                is_control_type_next = is_control_type && (rx_axis_tdata == 8'h08);
            end
            if (index == 5'd14) begin
                is_pause_opcode_next = rx_axis_tdata == 8'd0;
            end
            if (index == 5'd15) begin
                is_pause_opcode_next = is_pause_opcode && (rx_axis_tdata == 8'h01);
            end
            if (index == 5'd16) begin
                quanta_high_next = rx_axis_tdata;
            end
        end

        if (pause_now) begin
            pause_quanta_next = ({8'd0, quanta_high} << 4'd8) | {8'd0, quanta_low_now};
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            m_axis_tdata <= 8'd0;
            m_axis_tvalid <= 1'b0;
            m_axis_tlast <= 1'b0;
            m_axis_tuser <= 1'b0;
            m_axis_tdrop <= 1'b0;
            pause_valid <= 1'b0;
            pause_quanta <= 16'd0;
            stat_valid <= 1'b0;
            stat_verdict <= 4'd0;
            stat_symbol_error <= 1'b0;
            stat_octets <= 16'd0;
            stat_multicast <= 1'b0;
            stat_broadcast <= 1'b0;
            stat_pause <= 1'b0;
            stat_unsupported <= 1'b0;
            index <= 5'd0;
            past_destination <= 1'b0;
            is_group <= 1'b0;
            is_all_ones <= 1'b0;
            is_pause_address <= 1'b0;
            is_own_address <= 1'b0;
            is_control_type <= 1'b0;
            is_pause_opcode <= 1'b0;
            quanta_high <= 8'd0;
            quanta_low <= 8'd0;
        end else begin
            m_axis_tdata <= rx_axis_tdata;
            m_axis_tvalid <= rx_axis_tvalid;
            m_axis_tlast <= rx_axis_tlast;
            m_axis_tuser <= rx_axis_tuser;
            m_axis_tdrop <= control;
            pause_valid <= pause_now && cfg_pause_obey;
            pause_quanta <= pause_quanta_next;
            stat_valid <= rx_valid;
            stat_verdict <= rx_verdict;
            stat_symbol_error <= rx_symbol_error;
            stat_octets <= rx_octets;
            stat_multicast <= addressed && is_group && !all_ones_now;
            stat_broadcast <= addressed && all_ones_now;
            stat_pause <= pause_now;
            stat_unsupported <= control && !is_pause_opcode;
            index <= index_next;
            past_destination <= past_destination_next;
            is_group <= is_group_next;
            is_all_ones <= is_all_ones_next;
            is_pause_address <= is_pause_address_next;
            is_own_address <= is_own_address_next;
            is_control_type <= is_control_type_next;
            is_pause_opcode <= is_pause_opcode_next;
            quanta_high <= quanta_high_next;
            quanta_low <= quanta_low_next;
        end
    end

endmodule

`line 6 "word_sync.v" 0
// Carries a 16-bit word from one clock to another by a toggle handshake: each word arrives once, whole. It
// carries the pause time from the receiver to the transmitter.
//
//            +-------------+
//  src_valid->             |->dst_valid
//  src_data[16]->word_sync |->dst_data[16]
//            +-------------+
//      src_clk src_rst   dst_clk dst_rst
//
// Only the two toggles pass synchronisers. The held word does not change from the request to the acknowledge, so
// the other side may take it without. The toggles clear at once with their side's reset, its clock or none.
module word_sync (
    // ---- clock domain src_clk ----
    input  wire        src_clk,
    // Reset of the source side, synchronous but for the request toggle.
    input  wire        src_rst,
    // A word is offered.
    input  wire        src_valid,
    // The word.
    input  wire [15:0] src_data,

    // ---- clock domain dst_clk ----
    input  wire        dst_clk,
    // Reset of the destination side, synchronous but for the acknowledge toggle.
    input  wire        dst_rst,
    // Strobe: a word has arrived.
    output reg         dst_valid,
    // The word that arrived last.
    output reg  [15:0] dst_data
);

    reg        waiting, waiting_next;
    reg [15:0] waiting_word, waiting_word_next;
    reg [15:0] held_word, held_word_next;
    reg        request, request_next;
    reg        acknowledge, acknowledge_next;
    reg [15:0] dst_data_next;

    wire acknowledge_sync_q;
    wire request_sync_q;

    sync_bit #(.RESET_VALUE(1'b0)) acknowledge_sync (
        .clk(src_clk),
        .rst(src_rst),
        .d(acknowledge),
        .q(acknowledge_sync_q)
    );

    sync_bit #(.RESET_VALUE(1'b0)) request_sync (.clk(dst_clk), .rst(dst_rst), .d(request), .q(request_sync_q));

    always @* begin
        waiting_next = waiting;
        waiting_word_next = waiting_word;
        held_word_next = held_word;
        request_next = request;
        acknowledge_next = acknowledge;
        dst_data_next = dst_data;

        // Source side. The newest word wins.
        if (waiting && (request == acknowledge_sync_q)) begin
            held_word_next = waiting_word;
            request_next = !request;
            waiting_next = 1'b0;
        end
        if (src_valid) begin
            waiting_word_next = src_data;
            waiting_next = 1'b1;
        end

        if (request_sync_q != acknowledge) begin
            dst_data_next = held_word;
            acknowledge_next = !acknowledge;
        end
    end

    always @(posedge src_clk) begin
        if (src_rst) begin
            waiting <= 1'b0;
            waiting_word <= 16'd0;
            held_word <= 16'd0;
        end else begin
            waiting <= waiting_next;
            waiting_word <= waiting_word_next;
            held_word <= held_word_next;
        end
    end

    // Another clock samples what follows: the reset clears it at once, clock or no clock, so that this domain looks
    // reset to the others even while its own clock stands. The inverse keeps it apart from the reset at an edge.
    wire src_rst_n = !src_rst;

    always @(posedge src_clk or negedge src_rst_n) begin
        if (!src_rst_n) begin
            request <= 1'b0;
        end else begin
            request <= request_next;
        end
    end

    // Another clock samples what follows: the reset clears it at once, clock or no clock, so that this domain looks
    // reset to the others even while its own clock stands. The inverse keeps it apart from the reset at an edge.
    wire dst_rst_n = !dst_rst;

    always @(posedge dst_clk or negedge dst_rst_n) begin
        if (!dst_rst_n) begin
            acknowledge <= 1'b0;
        end else begin
            acknowledge <= acknowledge_next;
        end
    end

    always @(posedge dst_clk) begin
        if (dst_rst) begin
            dst_valid <= 1'b0;
            dst_data <= 16'd0;
        end else begin
            // Destination side.
            dst_valid <= request_sync_q != acknowledge;
            dst_data <= dst_data_next;
        end
    end

endmodule

`line 6 "rx_events.v" 0
// What the receive counters count, by `wirewright_spec::counters::RxCounter` (IEEE 802.3-2022, clause 30; RFC
// 2819): two registers before `mac_counters`, for the memory says late that a frame finds no room.
//
//                  +-----------+
//        stat_* -->| rx_events |--> events[16]
//  stat_octets  -->|           |--> octets[16]
//                  +-----------+
module rx_events (
    // The clock.
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // Strobe: the verdict beside it is of a frame that is over.
    input  wire        stat_valid,
    // An `RxVerdict`.
    input  wire [3:0]  stat_verdict,
    // The PHY reported an error in it.
    input  wire        stat_symbol_error,
    // Its length in octets.
    input  wire [15:0] stat_octets,
    // Strobe: a good frame for a group.
    input  wire        stat_multicast,
    // Strobe: a good frame for all.
    input  wire        stat_broadcast,
    // Strobe: a PAUSE frame for us.
    input  wire        stat_pause,
    // Strobe: a MAC control frame with an unknown opcode.
    input  wire        stat_unsupported,
    // Strobe, one clock after the others: a frame did not fit into the frame memory.
    input  wire        stat_overflow,
    // Which counters count.
    output reg  [15:0] events,
    // What `events[1]` adds.
    output reg  [15:0] octets
);

    reg [15:0] seen;
    reg [15:0] seen_octets;
    reg [15:0] events_next;
    reg [15:0] octets_next;

    wire        good;
    wire        out_of_range_length_field;
    wire        in_range_length_errors;
    wire        frame_check_sequence_errors;
    wire        alignment_errors;
    wire        undersize_pkts;
    wire        fragments;
    wire        frame_too_long_errors;
    wire        jabbers;
    wire        symbol_error_during_carrier;
    wire [15:0] count;

    // Verdicts 0 and 1 are good.
    assign good = stat_valid && (stat_verdict <= 4'd1);
    assign out_of_range_length_field = stat_valid && (stat_verdict == 4'd1);
    assign in_range_length_errors = stat_valid && (stat_verdict == 4'd2);
    assign frame_check_sequence_errors = stat_valid && (stat_verdict == 4'd3);
    assign alignment_errors = stat_valid && (stat_verdict == 4'd4);
    assign undersize_pkts = stat_valid && (stat_verdict == 4'd5);
    assign fragments = stat_valid && (stat_verdict == 4'd6);
    // Too long with a good FCS or a bad one: the length is judged first.
    assign frame_too_long_errors = stat_valid && ((stat_verdict == 4'd7) || (stat_verdict == 4'd8));
    assign jabbers = stat_valid && (stat_verdict == 4'd8);
    assign symbol_error_during_carrier = stat_valid && stat_symbol_error;
    assign count = {1'b0, stat_unsupported, stat_pause, stat_broadcast, stat_multicast, symbol_error_during_carrier,
        fragments, undersize_pkts, jabbers, frame_too_long_errors, out_of_range_length_field, in_range_length_errors,
        alignment_errors, frame_check_sequence_errors, good, good};

    always @* begin
        // A good frame that finds no room is lost, and counts nowhere else.
        events_next = seen;
        octets_next = seen_octets;
        if (stat_overflow && seen[0]) begin
            events_next = 16'h8000;
            octets_next = 16'd0;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            seen <= 16'd0;
            seen_octets <= 16'd0;
            events <= 16'd0;
            octets <= 16'd0;
        end else begin
            seen <= count;
            // Data and padding: without addresses, length/type field and FCS. A good frame has at least 64 octets.
            seen_octets <= stat_octets - 16'd18;
            events <= events_next;
            octets <= octets_next;
        end
    end

endmodule

`line 6 "tx_events.v" 0
// What the transmit counters count, by `wirewright_spec::counters::TxCounter` (IEEE 802.3-2022, clause 30): one
// register before `mac_counters`.
//
//                    +-----------+
//       stat_tx_* -->| tx_events |--> events[16]
//  stat_pause_sent ->|           |--> octets[16]
//                    +-----------+
module tx_events (
    // The clock.
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // Strobe: a frame is over, and this is its verdict.
    input  wire        stat_tx_valid,
    // How it ended: a `TxVerdict`.
    input  wire [2:0]  stat_tx_verdict,
    // Its length in octets.
    input  wire [15:0] stat_tx_octets,
    // Collisions the frame met.
    input  wire [4:0]  stat_tx_collisions,
    // The frame had to wait for the medium.
    input  wire        stat_tx_deferred,
    // It waited longer than twice the longest frame.
    input  wire        stat_tx_excessive_deferral,
    // Carrier sense failed while it was sent.
    input  wire        stat_tx_carrier_sense_error,
    // Strobe: a PAUSE frame was sent.
    input  wire        stat_pause_sent,
    // Strobe: a frame is longer than the memory; not beside an underrun.
    input  wire        too_long,
    // Which counters count.
    output reg  [15:0] events,
    // What `events[1]` adds.
    output reg  [15:0] octets
);

    reg [15:0] octets_next;

    wire        good;
    wire        single_collision_frames;
    wire        multiple_collision_frames;
    wire        deferred_transmissions;
    wire        frames_sent_with_error;
    wire        frames_lost_sending;
    wire        late_collisions;
    wire        excessive_collisions;
    wire        carrier_sense_errors;
    wire        excessive_deferral;
    wire [15:0] count;

    assign good = stat_tx_valid && (stat_tx_verdict == 3'd0);
    assign single_collision_frames = good && (stat_tx_collisions == 5'd1);
    assign multiple_collision_frames = good && (stat_tx_collisions > 5'd1);
    assign deferred_transmissions = good && stat_tx_deferred && (stat_tx_collisions == 5'd0);
    assign frames_sent_with_error = stat_tx_valid && (stat_tx_verdict == 3'd1);
    assign frames_lost_sending = stat_tx_valid && (stat_tx_verdict == 3'd2);
    assign late_collisions = stat_tx_valid && (stat_tx_verdict == 3'd3);
    assign excessive_collisions = stat_tx_valid && (stat_tx_verdict == 3'd4);
    assign carrier_sense_errors = stat_tx_valid && stat_tx_carrier_sense_error;
    assign excessive_deferral = stat_tx_valid && stat_tx_excessive_deferral;
    assign count = {4'd0, frames_sent_with_error, stat_pause_sent, excessive_deferral, carrier_sense_errors,
        frames_lost_sending || too_long, excessive_collisions, late_collisions, deferred_transmissions,
        multiple_collision_frames, single_collision_frames, good, good};

    always @* begin
        // Data and padding: without addresses, length/type field and FCS. A frame with an FCS of the client's can
        // be shorter than these.
        octets_next = 16'd0;
        if (stat_tx_octets >= 16'd18) begin
            octets_next = stat_tx_octets - 16'd18;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            events <= 16'd0;
            octets <= 16'd0;
        end else begin
            events <= count;
            octets <= octets_next;
        end
    end

endmodule

`line 6 "mac_counters.v" 0
// Sixteen 64-bit counters, read as one consistent snapshot from another clock (IEEE 802.3-2022, clause 30).
//
//                +----------------+
//  events[16]--->|                |--->busy
//   octets[16]-->|  mac_counters  |--->data[64]
//    snapshot--->|                |
//     addr[4]--->|                |
//                +----------------+
//    count_clk count_rst    clk rst
//
// Events are counted for sixteen edges in small counters. Meanwhile the counts of the sixteen edges before are
// added to the totals, one counter an edge, in three stages: read, add the low half, add the high half and write.
// A snapshot is a copy of what is written back during one such walk. It is asked for and acknowledged by toggles,
// which clear at once with their side's reset, its clock or none.
module mac_counters (
    // ---- clock domain clk ----
    input  wire        clk,
    // Reset of the reading side, synchronous but for the request toggle.
    input  wire        rst,
    // Take a snapshot.
    input  wire        snapshot,
    // Which counter of the snapshot to read.
    input  wire [3:0]  addr,
    // A snapshot is being taken.
    output reg         busy,
    // The counter at `addr`.
    output reg  [63:0] data,

    // ---- clock domain count_clk ----
    input  wire        count_clk,
    // Reset of the counting side, synchronous but for the acknowledge toggle.
    input  wire        count_rst,
    // Bit i: add 1 to counter i (bit 1: add `octets` to counter 1).
    input  wire [15:0] events,
    // What `events[1]` adds.
    input  wire [15:0] octets
);

    // Copying
    localparam [1:0] COPYING_IDLE   = 2'd0;
    localparam [1:0] COPYING_WALK   = 2'd1;
    localparam [1:0] COPYING_SETTLE = 2'd2;

    reg [3:0]  walk;
    reg [15:0] pending_0, pending_0_next;
    reg [15:0] pending_1, pending_1_next;
    reg [15:0] pending_2, pending_2_next;
    reg [15:0] pending_3, pending_3_next;
    reg [19:0] pending_octets, pending_octets_next;
    reg [15:0] due_0, due_0_next;
    reg [15:0] due_1, due_1_next;
    reg [15:0] due_2, due_2_next;
    reg [15:0] due_3, due_3_next;
    reg [19:0] due_octets, due_octets_next;
    reg        first_walk, first_walk_next;
    reg [1:0]  copying, copying_next;
    reg        acknowledge, acknowledge_next;
    reg [3:0]  read_index;
    reg [31:0] read_low, read_low_next;
    reg [31:0] read_high, read_high_next;
    reg [19:0] read_amount, read_amount_next;
    reg        read_copied;
    reg [3:0]  added_index;
    reg [31:0] added_low;
    reg        added_carry;
    reg [31:0] added_high;
    reg        added_copied;
    reg        request, request_next;
    reg        busy_next;
    reg        taken, taken_next;
    reg [63:0] data_next;

    wire [15:0] sum_0;
    wire [15:0] sum_1;
    wire [15:0] sum_2;
    wire [15:0] sum_3;
    wire [15:0] carry_0;
    wire [15:0] carry_1;
    wire [15:0] carry_2;
    reg  [19:0] sum_octets;
    wire [32:0] low_sum;
    reg  [31:0] high_sum;
    wire [3:0]  due_count;
    wire [63:0] total;
    wire        request_sync_q;
    wire [63:0] totals_read_data;
    wire [63:0] copy_read_data;
    wire        acknowledge_sync_q;

    sync_bit #(.RESET_VALUE(1'b0)) request_sync (.clk(count_clk), .rst(count_rst), .d(request), .q(request_sync_q));

    ram_distributed #(.WIDTH(64), .ADDRESS_WIDTH(4)) totals (
        .write_clk(count_clk),
        .write_enable(1'b1),
        .write_address(added_index),
        .write_data(total),
        .read_address(walk),
        .read_data(totals_read_data)
    );

    ram_distributed #(.WIDTH(64), .ADDRESS_WIDTH(4)) copy (
        .write_clk(count_clk),
        .write_enable(added_copied),
        .write_address(added_index),
        .write_data(total),
        .read_address(addr),
        .read_data(copy_read_data)
    );

    sync_bit #(.RESET_VALUE(1'b0)) acknowledge_sync (.clk(clk), .rst(rst), .d(acknowledge), .q(acknowledge_sync_q));

    // Sixteen small counters at once: bit planes, each adding the carries of the one below.
    assign sum_0 = pending_0 ^ events;
    assign carry_0 = pending_0 & events;
    assign sum_1 = pending_1 ^ carry_0;
    assign carry_1 = pending_1 & carry_0;
    assign sum_2 = pending_2 ^ carry_1;
    assign carry_2 = pending_2 & carry_1;
    assign sum_3 = pending_3 ^ carry_2;
    assign due_count = {due_3[0], due_2[0], due_1[0], due_0[0]};
    // Second stage: add to the low half.
    assign low_sum = {1'b0, read_low} + {13'd0, read_amount};
    assign total = {high_sum, added_low};

    always @* begin
        pending_0_next = pending_0;
        pending_1_next = pending_1;
        pending_2_next = pending_2;
        pending_3_next = pending_3;
        pending_octets_next = pending_octets;
        due_0_next = due_0;
        due_1_next = due_1;
        due_2_next = due_2;
        due_3_next = due_3;
        due_octets_next = due_octets;
        first_walk_next = first_walk;
        copying_next = copying;
        acknowledge_next = acknowledge;
        request_next = request;
        busy_next = busy;
        taken_next = taken;
        data_next = data;

        sum_octets = pending_octets;
        if (events[1]) begin
            sum_octets = pending_octets + {4'd0, octets};
        end

        if (walk == 4'd15) begin
            pending_0_next = 16'd0;
            pending_1_next = 16'd0;
            pending_2_next = 16'd0;
            pending_3_next = 16'd0;
            pending_octets_next = 20'd0;
            due_0_next = sum_0;
            due_1_next = sum_1;
            due_2_next = sum_2;
            due_3_next = sum_3;
            due_octets_next = sum_octets;
            first_walk_next = 1'b0;
        end else begin
            pending_0_next = sum_0;
            pending_1_next = sum_1;
            pending_2_next = sum_2;
            pending_3_next = sum_3;
            pending_octets_next = sum_octets;
            // The counter whose turn it is stands in bit 0.
            due_0_next = due_0 >> 4'd1;
            due_1_next = due_1 >> 4'd1;
            due_2_next = due_2 >> 4'd1;
            due_3_next = due_3 >> 4'd1;
        end

        read_low_next = totals_read_data[31:0];
        read_high_next = totals_read_data[63:32];
        if (first_walk) begin
            read_low_next = 32'd0;
            read_high_next = 32'd0;
        end
        read_amount_next = {16'd0, due_count};
        if (walk == 4'd1) begin
            read_amount_next = due_octets;
        end

        // Third stage: carry into the high half, and write.
        high_sum = added_high;
        if (added_carry) begin
            high_sum = added_high + 32'd1;
        end

        case (copying)
            COPYING_IDLE: begin
                if ((walk == 4'd15) && (request_sync_q != acknowledge)) begin
                    copying_next = COPYING_WALK;
                end
            end
            COPYING_WALK: begin
                if (walk == 4'd15) begin
                    copying_next = COPYING_SETTLE;
                end
            end
            default: begin // COPYING_SETTLE
                if (walk == 4'd3) begin
                    acknowledge_next = request_sync_q;
                    copying_next = COPYING_IDLE;
                end
            end
        endcase

        if (busy) begin
            if (acknowledge_sync_q == request) begin
                busy_next = 1'b0;
                taken_next = 1'b1;
            end
        end else begin
            if (snapshot) begin
                request_next = !request;
                busy_next = 1'b1;
            end
            if (taken) begin
                data_next = copy_read_data;
            end
        end
    end

    always @(posedge count_clk) begin
        if (count_rst) begin
            walk <= 4'd0;
            pending_0 <= 16'd0;
            pending_1 <= 16'd0;
            pending_2 <= 16'd0;
            pending_3 <= 16'd0;
            pending_octets <= 20'd0;
            due_0 <= 16'd0;
            due_1 <= 16'd0;
            due_2 <= 16'd0;
            due_3 <= 16'd0;
            due_octets <= 20'd0;
            first_walk <= 1'b1;
            copying <= COPYING_IDLE;
            read_index <= 4'd0;
            read_low <= 32'd0;
            read_high <= 32'd0;
            read_amount <= 20'd0;
            read_copied <= 1'b0;
            added_index <= 4'd0;
            added_low <= 32'd0;
            added_carry <= 1'b0;
            added_high <= 32'd0;
            added_copied <= 1'b0;
        end else begin
            walk <= walk + 4'd1;
            pending_0 <= pending_0_next;
            pending_1 <= pending_1_next;
            pending_2 <= pending_2_next;
            pending_3 <= pending_3_next;
            pending_octets <= pending_octets_next;
            due_0 <= due_0_next;
            due_1 <= due_1_next;
            due_2 <= due_2_next;
            due_3 <= due_3_next;
            due_octets <= due_octets_next;
            first_walk <= first_walk_next;
            copying <= copying_next;
            read_index <= walk;
            read_low <= read_low_next;
            read_high <= read_high_next;
            read_amount <= read_amount_next;
            read_copied <= copying == COPYING_WALK;
            added_index <= read_index;
            added_low <= low_sum[31:0];
            added_carry <= low_sum[32];
            added_high <= read_high;
            added_copied <= read_copied;
        end
    end

    // Another clock samples what follows: the reset clears it at once, clock or no clock, so that this domain looks
    // reset to the others even while its own clock stands. The inverse keeps it apart from the reset at an edge.
    wire count_rst_n = !count_rst;

    always @(posedge count_clk or negedge count_rst_n) begin
        if (!count_rst_n) begin
            acknowledge <= 1'b0;
        end else begin
            acknowledge <= acknowledge_next;
        end
    end

    // Another clock samples what follows: the reset clears it at once, clock or no clock, so that this domain looks
    // reset to the others even while its own clock stands. The inverse keeps it apart from the reset at an edge.
    wire rst_n = !rst;

    always @(posedge clk or negedge rst_n) begin
        if (!rst_n) begin
            request <= 1'b0;
        end else begin
            request <= request_next;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            busy <= 1'b0;
            taken <= 1'b0;
            data <= 64'd0;
        end else begin
            busy <= busy_next;
            taken <= taken_next;
            data <= data_next;
        end
    end

endmodule

`line 6 "mac_tx_trispeed.v" 0
// Ethernet transmitter for 10, 100 and 1000 Mbit/s, full duplex: GMII with a clock enable, octets or nibbles
// chosen at run time (IEEE 802.3-2022, 4.2.8, clauses 22 and 35).
//
//                   +-----------------+
//  tx_axis_tdata[8]->                 |->gmii_txd[8]
//   tx_axis_tvalid->|                 |->gmii_tx_en
//   tx_axis_tready<-|                 |->gmii_tx_er
//    tx_axis_tlast->| mac_tx_trispeed |->tx_start_ready
//    tx_axis_tuser->|                 |->tx_octet_tick
//    tx_fcs_insert->|                 |->stat_tx_valid
//  tx_ce cfg_nibble->                 |->stat_tx_verdict[3]
//                   +-----------------+->stat_tx_octets[16]
module mac_tx_trispeed (
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // Octet of a frame, destination address first.
    input  wire [7:0]  tx_axis_tdata,
    // An octet is offered; it stays until it is taken.
    input  wire        tx_axis_tvalid,
    // It is the last of its frame.
    input  wire        tx_axis_tlast,
    // On the last beat: send the frame with an error.
    input  wire        tx_axis_tuser,
    // On every beat of a frame the same: pad it and append the FCS; else the stream carries the FCS.
    input  wire        tx_fcs_insert,
    // Do not start a frame at this edge.
    input  wire        tx_hold,
    // This edge counts.
    input  wire        tx_ce,
    // Four bits an edge (10 and 100 Mbit/s) instead of eight.
    input  wire        cfg_nibble,
    // There is room for a beat.
    output reg         tx_axis_tready,
    // Octet, or nibble in bits 3 to 0, to the PHY.
    output reg  [7:0]  gmii_txd,
    // `gmii_txd` is part of a frame.
    output reg         gmii_tx_en,
    // Send an error in its place.
    output reg         gmii_tx_er,
    // A frame offered now starts without delay.
    output reg         tx_start_ready,
    // Strobe: an octet time has begun.
    output reg         tx_octet_tick,
    // Strobe: a frame is over, and this is its verdict.
    output reg         stat_tx_valid,
    // How it ended: a `TxVerdict`.
    output reg  [2:0]  stat_tx_verdict,
    // Its length in octets on the wire, FCS included; saturates at 65535.
    output reg  [15:0] stat_tx_octets
);

    reg [7:0]  gmii_txd_next;
    reg        gmii_tx_en_next;
    reg        gmii_tx_er_next;
    reg        stat_tx_valid_next;
    reg [2:0]  stat_tx_verdict_next;
    reg [15:0] stat_tx_octets_next;
    reg [10:0] first, first_next;
    reg [10:0] spare, spare_next;
    reg [1:0]  held;
    reg        is_second, is_second_next;
    reg [3:0]  high, high_next;
    reg [3:0]  gap;
    reg        draining;

    wire [10:0] offered;
    wire        octet_edge;
    wire        is_held;
    wire        starts;
    reg  [3:0]  gap_left;
    wire        drains_on;
    wire        puts;
    wire        gets;
    wire [1:0]  held_then;
    wire [7:0]  frame_octet;
    wire        frame_sends;
    wire        frame_error;
    wire        frame_takes;
    wire        frame_underrun;
    wire        frame_is_idle;
    wire        frame_in_data;
    wire        frame_ends;
    wire [2:0]  frame_verdict;
    wire [15:0] frame_octets;

    tx_frame frame (
        .clk(clk),
        .rst(rst),
        .octet_edge(octet_edge),
        .start(starts),
        .abort(1'b0),
        .tdata(first[7:0]),
        .tvalid(is_held),
        .tlast(first[8]),
        .tuser(first[9]),
        .fcs_insert(first[10]),
        .octet(frame_octet),
        .sends(frame_sends),
        .error(frame_error),
        .takes(frame_takes),
        .underrun(frame_underrun),
        .is_idle(frame_is_idle),
        .in_data(frame_in_data),
        .ends(frame_ends),
        .verdict(frame_verdict),
        .octets(frame_octets)
    );

    // The frame, from the first beat of the buffer.
    assign octet_edge = tx_ce & !is_second;
    assign is_held = |held;
    assign starts = frame_is_idle & !(|gap) & is_held & !tx_hold & !draining;
    // The buffer, which gives up the rest of a broken frame at once.
    assign drains_on = draining & !(is_held & first[8]);
    assign offered = {tx_fcs_insert, tx_axis_tuser, tx_axis_tlast, tx_axis_tdata};
    assign puts = tx_axis_tvalid & tx_axis_tready;
    assign gets = frame_takes | (draining & is_held);
    assign held_then = (held + {1'b0, puts}) - {1'b0, gets};

    always @* begin
        gmii_txd_next = gmii_txd;
        gmii_tx_en_next = gmii_tx_en;
        gmii_tx_er_next = gmii_tx_er;
        stat_tx_verdict_next = stat_tx_verdict;
        stat_tx_octets_next = stat_tx_octets;
        first_next = first;
        spare_next = spare;
        is_second_next = is_second;
        high_next = high;

        if (octet_edge) begin
            gmii_tx_en_next = frame_sends;
            gmii_tx_er_next = frame_error;
            gmii_txd_next = frame_octet;
            high_next = frame_octet[7:4];
            if (cfg_nibble) begin
                gmii_txd_next = {4'd0, frame_octet[3:0]};
                is_second_next = 1'b1;
            end
        end else if (tx_ce) begin
            gmii_txd_next = {4'd0, high};
            is_second_next = 1'b0;
        end

        // The end of the frame is the first of 12 octets of gap.
        gap_left = gap;
        stat_tx_valid_next = 1'b0;
        if (octet_edge & frame_ends) begin
            gap_left = 4'd11;
            stat_tx_valid_next = 1'b1;
            stat_tx_verdict_next = frame_verdict;
            stat_tx_octets_next = frame_octets;
        end else if (octet_edge & (|gap)) begin
            gap_left = gap - 4'd1;
        end

        if (puts) begin
            spare_next = offered;
        end
        if (gets) begin
            first_next = spare;
        end
        if (puts & (held == {1'b0, gets})) begin
            first_next = offered;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            tx_axis_tready <= 1'b0;
            gmii_txd <= 8'd0;
            gmii_tx_en <= 1'b0;
            gmii_tx_er <= 1'b0;
            tx_start_ready <= 1'b0;
            tx_octet_tick <= 1'b0;
            stat_tx_valid <= 1'b0;
            stat_tx_verdict <= 3'd0;
            stat_tx_octets <= 16'd0;
            first <= 11'd0;
            spare <= 11'd0;
            held <= 2'd0;
            is_second <= 1'b0;
            high <= 4'd0;
            gap <= 4'd0;
            draining <= 1'b0;
        end else begin
            tx_axis_tready <= held_then < 2'd2;
            gmii_txd <= gmii_txd_next;
            gmii_tx_en <= gmii_tx_en_next;
            gmii_tx_er <= gmii_tx_er_next;
            tx_start_ready <= frame_is_idle & !(octet_edge & starts) & (gap_left <= 4'd4) & !drains_on & (held_then ==
                2'd0);
            // Octets, or nibbles, to the PHY.
            tx_octet_tick <= octet_edge;
            stat_tx_valid <= stat_tx_valid_next;
            stat_tx_verdict <= stat_tx_verdict_next;
            stat_tx_octets <= stat_tx_octets_next;
            first <= first_next;
            spare <= spare_next;
            held <= held_then;
            is_second <= is_second_next;
            high <= high_next;
            gap <= gap_left;
            draining <= drains_on | frame_underrun;
        end
    end

    wire unused = &{1'b0, frame_in_data};

endmodule

`line 6 "tx_frame.v" 0
// What every transmitter does with a frame: preamble, delimiter, data, padding and FCS, octet by octet, whatever
// the time of an octet is (IEEE 802.3-2022, 4.2.8, 3.2.1 to 3.2.9).
//
//               +----------+
//   octet_edge->|          |->octet[8]
//        start->|          |->sends
//        abort->|          |->error
//     tdata[8]->| tx_frame |->takes
//       tvalid->|          |->underrun
//        tlast->|          |->in_data
//        tuser->|          |->ends
//   fcs_insert->|          |->verdict[3]
//               +----------+->octets[16]
module tx_frame (
    // The clock.
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // An octet begins at this edge; at all others this block stands still.
    input  wire        octet_edge,
    // When idle: begin a frame.
    input  wire        start,
    // Be idle after this edge, wherever the frame is.
    input  wire        abort,
    // Octet of the frame.
    input  wire [7:0]  tdata,
    // An octet is there.
    input  wire        tvalid,
    // It is the last one.
    input  wire        tlast,
    // On the last octet: send the frame with an error.
    input  wire        tuser,
    // Pad the frame and append the FCS; else the stream carries the FCS.
    input  wire        fcs_insert,
    // The octet to send at this octet edge; 0 when there is none.
    output reg  [7:0]  octet,
    // There is one.
    output reg         sends,
    // It is sent with an error.
    output reg         error,
    // It is `tdata`, which is taken.
    output wire        takes,
    // There is no octet in time.
    output wire        underrun,
    // No frame is being sent.
    output wire        is_idle,
    // The next octet edge wants an octet of the frame.
    output wire        in_data,
    // The next octet edge is the first that sends nothing.
    output wire        ends,
    // The `TxVerdict` of the frame so far, collisions apart; it stays until the next frame.
    output reg  [2:0]  verdict,
    // Octets of the frame already sent, saturating at 65535; it stays until the next frame.
    output reg  [15:0] octets
);

    // State
    localparam [2:0] STATE_IDLE     = 3'd0;
    localparam [2:0] STATE_PREAMBLE = 3'd1;
    localparam [2:0] STATE_DATA     = 3'd2;
    localparam [2:0] STATE_PAD      = 3'd3;
    localparam [2:0] STATE_FCS      = 3'd4;
    localparam [2:0] STATE_END      = 3'd5;

    reg [2:0]  state, state_next;
    reg [2:0]  step, step_next;
    reg [2:0]  verdict_next;
    reg [15:0] octets_next;
    reg        is_long, is_long_next;

    wire [7:0]  fcs_octet;
    wire        in_frame;
    wire        suffices;
    wire        crc_rst;
    reg  [7:0]  crc_data;
    wire [31:0] crc_fcs;

    crc32 crc (.clk(clk), .rst(crc_rst), .init(1'b0), .valid(octet_edge), .data(crc_data), .fcs(crc_fcs));

    assign is_idle = state == STATE_IDLE;
    assign in_data = state == STATE_DATA;
    assign ends = state == STATE_END;
    assign in_frame = (state == STATE_DATA) | (state == STATE_PAD) | (state == STATE_FCS);
    assign takes = octet_edge & (state == STATE_DATA) & tvalid;
    assign underrun = octet_edge & (state == STATE_DATA) & !tvalid;
    assign fcs_octet = crc_fcs[7:0];
    // The octet sent at this edge is the 60th, or a later one.
    assign suffices = is_long | (octets[5:0] == 6'd59);
    assign crc_rst = rst | !in_frame;

    always @* begin
        state_next = state;
        step_next = step;
        verdict_next = verdict;
        octets_next = octets;
        is_long_next = is_long;

        // The complement of an FCS octet, taken in, moves the next one into its place.
        crc_data = ~fcs_octet;

        // What is sent at this edge.
        sends = 1'b1;
        error = 1'b0;
        octet = 8'd0;
        case (state)
            STATE_IDLE: begin
                sends = start;
                if (start) begin
                    octet = 8'h55;
                end
            end
            STATE_PREAMBLE: begin
                octet = 8'h55;
                if (step == 3'd7) begin
                    octet = 8'hd5;
                end
            end
            STATE_DATA: begin
                if (tvalid) begin
                    octet = tdata;
                    crc_data = tdata;
                end else begin
                    octet = ~fcs_octet;
                    error = 1'b1;
                end
            end
            STATE_PAD: begin
                crc_data = 8'd0;
            end
            STATE_FCS: begin
                octet = fcs_octet;
                if (|verdict) begin
                    octet = ~fcs_octet;
                    error = 1'b1;
                end
            end
            default: begin // STATE_END
                sends = 1'b0;
            end
        endcase

        // What comes after it.
        if (octet_edge) begin
            step_next = step + 3'd1;
            case (state)
                STATE_IDLE: begin
                    step_next = 3'd1;
                    if (start) begin
                        state_next = STATE_PREAMBLE;
                    end
                end
                STATE_PREAMBLE: begin
                    verdict_next = 3'd0;
                    octets_next = 16'd0;
                    is_long_next = 1'b0;
                    if (step == 3'd7) begin
                        state_next = STATE_DATA;
                    end
                end
                STATE_DATA: begin
                    step_next = 3'd0;
                    if (!tvalid) begin
                        // Underrun: this octet is the first of four wrong FCS octets.
                        step_next = 3'd1;
                        verdict_next = 3'd2;
                        state_next = STATE_FCS;
                    end else if (tlast) begin
                        // SentWithError, or still Ok.
                        verdict_next = {2'd0, tuser};
                        if (fcs_insert & !suffices) begin
                            state_next = STATE_PAD;
                        end else if (fcs_insert | tuser) begin
                            state_next = STATE_FCS;
                        end else begin
                            state_next = STATE_END;
                        end
                    end
                end
                STATE_PAD: begin
                    step_next = 3'd0;
                    if (suffices) begin
                        state_next = STATE_FCS;
                    end
                end
                STATE_FCS: begin
                    if (step == 3'd3) begin
                        state_next = STATE_END;
                    end
                end
                default: begin // STATE_END
                    state_next = STATE_IDLE;
                end
            endcase
            if (in_frame) begin
                is_long_next = suffices;
                if (!(&octets)) begin
                    octets_next = octets + 16'd1;
                end
            end
        end
        if (abort) begin
            state_next = STATE_IDLE;
            verdict_next = verdict;
            octets_next = octets;
            is_long_next = is_long;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            state <= STATE_IDLE;
            step <= 3'd0;
            verdict <= 3'd0;
            octets <= 16'd0;
            is_long <= 1'b0;
        end else begin
            state <= state_next;
            step <= step_next;
            verdict <= verdict_next;
            octets <= octets_next;
            is_long <= is_long_next;
        end
    end

    wire unused = &{1'b0, crc_fcs[31:8]};

endmodule

`line 6 "crc32.v" 0
// Ethernet frame check sequence, one octet per clock (IEEE 802.3-2022, 3.2.9).
//
//            +-----------+
//   data[8]->|           |->fcs[32]
//     valid->|   crc32   |
//      init->|           |
//            +-----------+
module crc32 (
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // Begin a new frame at this edge.
    input  wire        init,
    // `data` is an octet of the frame.
    input  wire        valid,
    // The octet; bit 0 is first on the wire.
    input  wire [7:0]  data,
    // FCS of the octets so far; `fcs[7:0]` is sent first.
    output reg  [31:0] fcs
);

    localparam [31:0] COLUMN_0 = 32'h77073096;
    localparam [31:0] COLUMN_1 = 32'hee0e612c;
    localparam [31:0] COLUMN_2 = 32'h076dc419;
    localparam [31:0] COLUMN_3 = 32'h0edb8832;
    localparam [31:0] COLUMN_4 = 32'h1db71064;
    localparam [31:0] COLUMN_5 = 32'h3b6e20c8;
    localparam [31:0] COLUMN_6 = 32'h76dc4190;
    localparam [31:0] COLUMN_7 = 32'hedb88320;

    reg [31:0] remainder;
    reg [7:0]  leaving;

    always @* begin
        // The remainder is kept inverted, as the FCS is sent; the preset is all ones.
        remainder = ~fcs;
        if (init) begin
            remainder = 32'hffffffff;
        end

        // The division is linear: each bit that leaves the remainder adds a column of its own.
        leaving = remainder[7:0] ^ data;
        if (valid) begin
            remainder = remainder >> 5'd8;
            if (leaving[0]) begin
                remainder = remainder ^ COLUMN_0;
            end
            if (leaving[1]) begin
                remainder = remainder ^ COLUMN_1;
            end
            if (leaving[2]) begin
                remainder = remainder ^ COLUMN_2;
            end
            if (leaving[3]) begin
                remainder = remainder ^ COLUMN_3;
            end
            if (leaving[4]) begin
                remainder = remainder ^ COLUMN_4;
            end
            if (leaving[5]) begin
                remainder = remainder ^ COLUMN_5;
            end
            if (leaving[6]) begin
                remainder = remainder ^ COLUMN_6;
            end
            if (leaving[7]) begin
                remainder = remainder ^ COLUMN_7;
            end
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            fcs <= 32'd0;
        end else begin
            fcs <= ~remainder;
        end
    end

endmodule

`line 6 "mac_rx_trispeed.v" 0
// Ethernet receiver for 10, 100 and 1000 Mbit/s: GMII with a clock enable, octets or nibbles chosen at run
// time (IEEE 802.3-2022, 4.2.9, clauses 22 and 35).
//
//                  +-----------------+
//          rx_ce-->|                 |->rx_axis_tdata[8]
//     cfg_nibble-->|                 |->rx_axis_tvalid
//    gmii_rxd[8]-->|                 |->rx_axis_tlast
//    gmii_rx_dv--->| mac_rx_trispeed |->rx_axis_tuser
//    gmii_rx_er--->|                 |->stat_rx_valid, verdict[4],
// cfg_rx_fcs_strip>|                 |  symbol_error, octets[16]
//  cfg_rx_jumbo--->|                 |
//                  +-----------------+
module mac_rx_trispeed (
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // This edge counts.
    input  wire        rx_ce,
    // Four bits an edge (10 and 100 Mbit/s) instead of eight.
    input  wire        cfg_nibble,
    // Octet, or nibble in bits 3 to 0, from the PHY.
    input  wire [7:0]  gmii_rxd,
    // `gmii_rxd` is part of a carrier.
    input  wire        gmii_rx_dv,
    // The PHY saw an error in it.
    input  wire        gmii_rx_er,
    // Strip the FCS; else the stream carries it.
    input  wire        cfg_rx_fcs_strip,
    // Frames may have 9018 octets; else 1518, or 1522 with a VLAN tag.
    input  wire        cfg_rx_jumbo,
    // Octet of a frame.
    output wire [7:0]  rx_axis_tdata,
    // There is an octet. There is no ready: it is gone after this clock.
    output wire        rx_axis_tvalid,
    // It is the last of its frame.
    output wire        rx_axis_tlast,
    // On the last beat: the frame is bad; 0 on every other beat.
    output wire        rx_axis_tuser,
    // Strobe: a frame is over, and this is its verdict.
    output wire        stat_rx_valid,
    // What it was: an `RxVerdict`.
    output wire [3:0]  stat_rx_verdict,
    // Qualifies the verdict: `rx_er` was seen and the frame was not shorter than 64 octets
    // (aSymbolErrorDuringCarrier).
    output wire        stat_rx_symbol_error,
    // Its length in whole octets, FCS included; saturates at 65535.
    output wire [15:0] stat_rx_octets
);

    reg       in_carrier, in_carrier_next;
    reg       is_nibble, is_nibble_next;
    reg       in_frame, in_frame_next;
    reg       had_error, had_error_next;
    reg [3:0] last, last_next;
    reg       has_low, has_low_next;

    wire [3:0] nibble;
    reg        by_nibble;
    reg  [7:0] octet;
    reg        is_delimiter;
    wire       frame_taken;
    wire       frame_ends;

    rx_frame frame (
        .clk(clk),
        .rst(rst),
        .in_frame(in_frame),
        .taken(frame_taken),
        .octet(octet),
        .ends(frame_ends),
        .had_error(had_error),
        .half_octet(has_low),
        .cfg_rx_fcs_strip(cfg_rx_fcs_strip),
        .cfg_rx_jumbo(cfg_rx_jumbo),
        .rx_axis_tdata(rx_axis_tdata),
        .rx_axis_tvalid(rx_axis_tvalid),
        .rx_axis_tlast(rx_axis_tlast),
        .rx_axis_tuser(rx_axis_tuser),
        .stat_rx_valid(stat_rx_valid),
        .stat_rx_verdict(stat_rx_verdict),
        .stat_rx_symbol_error(stat_rx_symbol_error),
        .stat_rx_octets(stat_rx_octets)
    );

    assign nibble = gmii_rxd[3:0];
    assign frame_taken = rx_ce & gmii_rx_dv & (has_low | !by_nibble);
    assign frame_ends = rx_ce & !gmii_rx_dv;

    always @* begin
        in_carrier_next = in_carrier;
        is_nibble_next = is_nibble;
        in_frame_next = in_frame;
        had_error_next = had_error;
        last_next = last;
        has_low_next = has_low;

        // The setting holds for a whole carrier.
        by_nibble = cfg_nibble;
        if (in_carrier) begin
            by_nibble = is_nibble;
        end

        octet = gmii_rxd;
        is_delimiter = gmii_rxd == 8'hd5;
        if (by_nibble) begin
            octet = ({4'd0, nibble} << 3'd4) | {4'd0, last};
            is_delimiter = (last == 4'h5) & (nibble == 4'hd);
        end

        if (rx_ce) begin
            in_carrier_next = gmii_rx_dv;
            is_nibble_next = by_nibble;
            has_low_next = by_nibble & in_frame & !has_low;
            last_next = nibble;
            if (is_delimiter) begin
                in_frame_next = 1'b1;
            end
            if (gmii_rx_er) begin
                had_error_next = 1'b1;
            end
            if (!gmii_rx_dv) begin
                in_frame_next = 1'b0;
                had_error_next = 1'b0;
                last_next = 4'd0;
                has_low_next = 1'b0;
            end
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            in_carrier <= 1'b0;
            is_nibble <= 1'b0;
            in_frame <= 1'b0;
            had_error <= 1'b0;
            last <= 4'd0;
            has_low <= 1'b0;
        end else begin
            in_carrier <= in_carrier_next;
            is_nibble <= is_nibble_next;
            in_frame <= in_frame_next;
            had_error <= had_error_next;
            last <= last_next;
            has_low <= has_low_next;
        end
    end

endmodule

`line 6 "rx_frame.v" 0
// What every receiver does with the octets of a frame once it has found them: beats, length, FCS and the
// verdict (IEEE 802.3-2022, 4.2.9, 4.3.2, 3.2.6 to 3.2.9; counters by clause 30 and RFC 2819).
//
//                  +------------+
//     in_frame --->|            |->rx_axis_tdata[8]
//        taken --->|            |->rx_axis_tvalid
//     octet[8] --->|            |->rx_axis_tlast
//         ends --->|  rx_frame  |->rx_axis_tuser
//   had_error ---->|            |->stat_rx_valid, verdict[4],
//  half_octet ---->|            |  symbol_error, octets[16]
// cfg_rx_fcs_strip>|            |
//  cfg_rx_jumbo -->|            |
//                  +------------+
module rx_frame (
    // The clock.
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // The delimiter has been seen. While it is low the next frame is prepared for.
    input  wire        in_frame,
    // An octet is complete at this edge.
    input  wire        taken,
    // The octet.
    input  wire [7:0]  octet,
    // The first edge after the frame.
    input  wire        ends,
    // At the end: the PHY saw an error somewhere in the carrier.
    input  wire        had_error,
    // At the end: half an octet was cut.
    input  wire        half_octet,
    // Strip the FCS; else the stream carries it.
    input  wire        cfg_rx_fcs_strip,
    // Frames may have 9018 octets; else 1518, or 1522 with a VLAN tag.
    input  wire        cfg_rx_jumbo,
    // Octet of a frame.
    output reg  [7:0]  rx_axis_tdata,
    // There is an octet.
    output reg         rx_axis_tvalid,
    // It is the last of its frame.
    output reg         rx_axis_tlast,
    // On the last beat: the frame is bad.
    output reg         rx_axis_tuser,
    // Strobe: a frame is over, and this is its verdict.
    output reg         stat_rx_valid,
    // What it was: an `RxVerdict`.
    output reg  [3:0]  stat_rx_verdict,
    // The PHY saw an error in a frame not shorter than 64 octets.
    output reg         stat_rx_symbol_error,
    // Its length in whole octets, FCS included; saturates at 65535.
    output reg  [15:0] stat_rx_octets
);

    reg [7:0]  line_0, line_0_next;
    reg [7:0]  line_1, line_1_next;
    reg [7:0]  line_2, line_2_next;
    reg [7:0]  line_3, line_3_next;
    reg [7:0]  line_4, line_4_next;
    reg [4:0]  held, held_next;
    reg [15:0] octets, octets_next;
    reg        is_minimum, is_minimum_next;
    reg        is_over_basic, is_over_basic_next;
    reg        is_over_jumbo, is_over_jumbo_next;
    reg        is_tagged, is_tagged_next;
    reg        is_length, is_length_next;
    reg        is_out_of_range, is_out_of_range_next;
    reg [10:0] expected, expected_next;
    reg [7:0]  rx_axis_tdata_next;
    reg        rx_axis_tvalid_next;
    reg [3:0]  stat_rx_verdict_next;
    reg        stat_rx_symbol_error_next;
    reg [15:0] stat_rx_octets_next;

    wire [15:0] length_type;
    wire        is_type;
    wire        is_over_1500;
    wire [10:0] unpadded;
    wire        is_padded;
    reg         emits;
    wire        ends_beat;
    wire        fcs_ok;
    reg         is_too_long;
    wire        is_length_wrong;
    wire        is_bad;
    wire        crc_rst;
    wire [31:0] crc_fcs;

    crc32 crc (.clk(clk), .rst(crc_rst), .init(1'b0), .valid(taken), .data(octet), .fcs(crc_fcs));

    assign crc_rst = rst | !in_frame;
    // The length/type field, while octet 13 is taken: 1500 is 5 * 256 + 220, 1536 is 6 * 256.
    assign length_type = ({8'd0, line_0} << 4'd8) | {8'd0, octet};
    assign is_type = (|length_type[15:11]) | (length_type[10:9] == 2'd3);
    assign is_over_1500 = is_type | ((length_type[10:8] == 3'd5) & (octet > 8'd220));
    assign unpadded = length_type[10:0] + 11'd18;
    // Less than 46 octets of data; beside the sum, not behind it.
    assign is_padded = !(|length_type[10:6]) & !(length_type[5] & (length_type[4] | (&length_type[3:1])));
    assign ends_beat = in_frame & ends & emits;
    // The verdict.
    assign fcs_ok = (crc_fcs == 32'h2144df1c) & !had_error;
    assign is_length_wrong = is_length & (is_over_basic | (octets[10:0] != expected));
    assign is_bad = is_too_long | !is_minimum | !fcs_ok | is_length_wrong;

    always @* begin
        line_0_next = line_0;
        line_1_next = line_1;
        line_2_next = line_2;
        line_3_next = line_3;
        line_4_next = line_4;
        held_next = held;
        octets_next = octets;
        is_minimum_next = is_minimum;
        is_over_basic_next = is_over_basic;
        is_over_jumbo_next = is_over_jumbo;
        is_tagged_next = is_tagged;
        is_length_next = is_length;
        is_out_of_range_next = is_out_of_range;
        expected_next = expected;
        stat_rx_verdict_next = stat_rx_verdict;
        stat_rx_symbol_error_next = stat_rx_symbol_error;
        stat_rx_octets_next = stat_rx_octets;

        if (!in_frame) begin
            held_next = 5'd0;
            octets_next = 16'd0;
            is_minimum_next = 1'b0;
            is_over_basic_next = 1'b0;
            is_over_jumbo_next = 1'b0;
        end else if (taken) begin
            held_next = (held << 3'd1) | 5'd1;
            if (!(&octets)) begin
                octets_next = octets + 16'd1;
            end
            if (octets[5:0] == 6'd63) begin
                is_minimum_next = 1'b1;
            end
            if (octets == 16'd1518) begin
                is_over_basic_next = !is_tagged;
            end
            if (octets == 16'd1522) begin
                is_over_basic_next = 1'b1;
            end
            if (octets == 16'd9018) begin
                is_over_jumbo_next = 1'b1;
            end
            if (!is_minimum & (octets[5:0] == 6'd13)) begin
                is_tagged_next = length_type == 16'h8100;
                is_length_next = !is_over_1500;
                is_out_of_range_next = is_over_1500 & !is_type;
                expected_next = unpadded;
                if (is_padded) begin
                    expected_next = 11'd64;
                end
            end
        end

        // Beats, from four octets further back when they lose the FCS.
        emits = held[0];
        rx_axis_tdata_next = line_0;
        if (cfg_rx_fcs_strip) begin
            emits = held[4];
            rx_axis_tdata_next = line_4;
        end
        rx_axis_tvalid_next = 1'b1;
        if (!in_frame | !(taken | ends) | !emits) begin
            rx_axis_tvalid_next = 1'b0;
            rx_axis_tdata_next = 8'd0;
        end
        if (taken) begin
            line_0_next = octet;
            line_1_next = line_0;
            line_2_next = line_1;
            line_3_next = line_2;
            line_4_next = line_3;
        end

        is_too_long = is_over_basic;
        if (cfg_rx_jumbo) begin
            is_too_long = is_over_jumbo;
        end

        if (in_frame & ends) begin
            stat_rx_octets_next = octets;
            stat_rx_symbol_error_next = had_error & is_minimum;
            if (is_too_long) begin
                // FrameTooLong, Jabber.
                stat_rx_verdict_next = 4'd8;
                if (fcs_ok) begin
                    stat_rx_verdict_next = 4'd7;
                end
            end else if (!is_minimum) begin
                // Undersize, Fragment.
                stat_rx_verdict_next = 4'd6;
                if (fcs_ok) begin
                    stat_rx_verdict_next = 4'd5;
                end
            end else if (!fcs_ok) begin
                // FrameCheckError, AlignmentError.
                stat_rx_verdict_next = 4'd3;
                if (half_octet) begin
                    stat_rx_verdict_next = 4'd4;
                end
            end else if (is_length_wrong) begin
                // InRangeLengthError.
                stat_rx_verdict_next = 4'd2;
            end else begin
                // OutOfRangeLength, Ok.
                stat_rx_verdict_next = {3'd0, is_out_of_range};
            end
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            line_0 <= 8'd0;
            line_1 <= 8'd0;
            line_2 <= 8'd0;
            line_3 <= 8'd0;
            line_4 <= 8'd0;
            held <= 5'd0;
            octets <= 16'd0;
            is_minimum <= 1'b0;
            is_over_basic <= 1'b0;
            is_over_jumbo <= 1'b0;
            is_tagged <= 1'b0;
            is_length <= 1'b0;
            is_out_of_range <= 1'b0;
            expected <= 11'd0;
            rx_axis_tdata <= 8'd0;
            rx_axis_tvalid <= 1'b0;
            rx_axis_tlast <= 1'b0;
            rx_axis_tuser <= 1'b0;
            stat_rx_valid <= 1'b0;
            stat_rx_verdict <= 4'd0;
            stat_rx_symbol_error <= 1'b0;
            stat_rx_octets <= 16'd0;
        end else begin
            line_0 <= line_0_next;
            line_1 <= line_1_next;
            line_2 <= line_2_next;
            line_3 <= line_3_next;
            line_4 <= line_4_next;
            held <= held_next;
            octets <= octets_next;
            is_minimum <= is_minimum_next;
            is_over_basic <= is_over_basic_next;
            is_over_jumbo <= is_over_jumbo_next;
            is_tagged <= is_tagged_next;
            is_length <= is_length_next;
            is_out_of_range <= is_out_of_range_next;
            expected <= expected_next;
            rx_axis_tdata <= rx_axis_tdata_next;
            rx_axis_tvalid <= rx_axis_tvalid_next;
            rx_axis_tlast <= ends_beat;
            rx_axis_tuser <= ends_beat & is_bad;
            stat_rx_valid <= in_frame & ends;
            stat_rx_verdict <= stat_rx_verdict_next;
            stat_rx_symbol_error <= stat_rx_symbol_error_next;
            stat_rx_octets <= stat_rx_octets_next;
        end
    end

endmodule

`line 6 "echo.v" 0
// Ethernet echo: sends each good frame back to its sender, destination and source address exchanged (IEEE 802.3-2022,
// 3.2.3).
//
//                  +--------+
//  s_axis_tdata[8]->        |->m_axis_tdata[8]
//   s_axis_tvalid->|        |->m_axis_tvalid
//   s_axis_tready<-|        |<-m_axis_tready
//    s_axis_tlast->|  echo  |->m_axis_tlast
//    s_axis_tuser->|        |->stat_echoed[32], stat_bad[32]
//                  +--------+->stat_ignored[32], stat_overflow[32]
//
// The first address waits in six octets of shift register until the second has gone ahead of it; from there on each
// octet goes through them.
module echo (
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // Octet of a received frame, destination address first.
    input  wire [7:0]  s_axis_tdata,
    // An octet is offered.
    input  wire        s_axis_tvalid,
    // It is the last of its frame.
    input  wire        s_axis_tlast,
    // On the last beat: the frame is bad.
    input  wire        s_axis_tuser,
    // The sink takes the beat.
    input  wire        m_axis_tready,
    // The octet is taken.
    output reg         s_axis_tready,
    // Octet of a frame to send.
    output wire [7:0]  m_axis_tdata,
    // An octet is offered.
    output wire        m_axis_tvalid,
    // It is the last of its frame.
    output wire        m_axis_tlast,
    // Frames that were sent back.
    output reg  [31:0] stat_echoed,
    // Bad frames.
    output reg  [31:0] stat_bad,
    // Frames that are not for us to answer.
    output reg  [31:0] stat_ignored,
    // Frames that did not fit.
    output reg  [31:0] stat_overflow
);

    reg [3:0]  passed, passed_next;
    reg [2:0]  left;
    reg [47:0] held, held_next;
    reg        to_group, to_group_next;
    reg        ends_bad, ends_bad_next;
    reg        ends_ignored, ends_ignored_next;
    reg [7:0]  data, data_next;
    reg        valid, valid_next;
    reg        last, last_next;
    reg        user, user_next;
    reg        drop, drop_next;
    reg [31:0] stat_echoed_next;
    reg [31:0] stat_bad_next;
    reg [31:0] stat_ignored_next;
    reg [31:0] stat_overflow_next;

    wire        pass;
    wire [47:0] shifted;
    wire        is_whole;
    wire        ignore;
    reg  [2:0]  left_after;
    wire        memory_s_axis_tready;
    wire        memory_m_axis_tuser;
    wire        memory_half_full;
    wire        memory_stat_overflow;
    wire        memory_stat_bad;

    stream_fifo memory (
        .clk(clk),
        .rst(rst),
        .s_axis_tdata(data),
        .s_axis_tvalid(valid),
        .s_axis_tready(memory_s_axis_tready),
        .s_axis_tlast(last),
        .s_axis_tuser(user),
        .s_axis_tdrop(drop),
        .m_axis_tdata(m_axis_tdata),
        .m_axis_tvalid(m_axis_tvalid),
        .m_axis_tready(m_axis_tready),
        .m_axis_tlast(m_axis_tlast),
        .m_axis_tuser(memory_m_axis_tuser),
        .cfg_wait(1'b0),
        .cfg_drop_bad(1'b1),
        .half_full(memory_half_full),
        .stat_overflow(memory_stat_overflow),
        .stat_bad(memory_stat_bad)
    );

    assign pass = s_axis_tvalid && s_axis_tready;
    assign shifted = (held >> 6'd8) | ({40'd0, s_axis_tdata} << 6'd40);
    assign is_whole = passed >= 4'd11;
    assign ignore = !s_axis_tuser && (!is_whole || to_group);

    always @* begin
        passed_next = passed;
        held_next = held;
        to_group_next = to_group;
        ends_bad_next = ends_bad;
        ends_ignored_next = ends_ignored;
        stat_echoed_next = stat_echoed;
        stat_bad_next = stat_bad;
        stat_ignored_next = stat_ignored;
        stat_overflow_next = stat_overflow;

        left_after = left;
        data_next = 8'd0;
        valid_next = 1'b0;
        last_next = 1'b0;
        user_next = 1'b0;
        drop_next = 1'b0;
        if (|left) begin
            left_after = left - 3'd1;
            valid_next = 1'b1;
            data_next = held[7:0];
            held_next = held >> 6'd8;
            if (left == 3'd1) begin
                last_next = 1'b1;
                user_next = ends_bad;
                drop_next = ends_ignored;
            end
        end else if (pass) begin
            if (passed < 4'd6) begin
                held_next = shifted;
            end else if (passed < 4'd12) begin
                valid_next = 1'b1;
                data_next = s_axis_tdata;
            end else begin
                valid_next = 1'b1;
                data_next = held[7:0];
                held_next = shifted;
            end
            if (passed == 4'd0) begin
                to_group_next = s_axis_tdata[0];
            end
            if (passed != 4'd12) begin
                passed_next = passed + 4'd1;
            end
            if (s_axis_tlast) begin
                passed_next = 4'd0;
                if (is_whole) begin
                    left_after = 3'd6;
                    ends_bad_next = s_axis_tuser;
                    ends_ignored_next = ignore;
                end else begin
                    // Too short to be held: its last octet stands for all of it.
                    valid_next = 1'b1;
                    data_next = s_axis_tdata;
                    last_next = 1'b1;
                    user_next = s_axis_tuser;
                    drop_next = ignore;
                end
                if (s_axis_tuser) begin
                    stat_bad_next = stat_bad + 32'd1;
                end
                if (ignore) begin
                    stat_ignored_next = stat_ignored + 32'd1;
                end
            end
        end

        if (memory_stat_overflow) begin
            stat_overflow_next = stat_overflow + 32'd1;
        end
        if (m_axis_tvalid && m_axis_tready && m_axis_tlast) begin
            stat_echoed_next = stat_echoed + 32'd1;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            s_axis_tready <= 1'b0;
            passed <= 4'd0;
            left <= 3'd0;
            held <= 48'd0;
            to_group <= 1'b0;
            ends_bad <= 1'b0;
            ends_ignored <= 1'b0;
            data <= 8'd0;
            valid <= 1'b0;
            last <= 1'b0;
            user <= 1'b0;
            drop <= 1'b0;
            stat_echoed <= 32'd0;
            stat_bad <= 32'd0;
            stat_ignored <= 32'd0;
            stat_overflow <= 32'd0;
        end else begin
            s_axis_tready <= left_after == 3'd0;
            passed <= passed_next;
            left <= left_after;
            held <= held_next;
            to_group <= to_group_next;
            ends_bad <= ends_bad_next;
            ends_ignored <= ends_ignored_next;
            data <= data_next;
            valid <= valid_next;
            last <= last_next;
            user <= user_next;
            drop <= drop_next;
            stat_echoed <= stat_echoed_next;
            stat_bad <= stat_bad_next;
            stat_ignored <= stat_ignored_next;
            stat_overflow <= stat_overflow_next;
        end
    end

    wire unused = &{1'b0, memory_s_axis_tready, memory_m_axis_tuser, memory_half_full, memory_stat_bad};

endmodule

`line 6 "mdio.v" 0
// MDIO master: sends the management frames of a station to a PHY and takes its answers (IEEE 802.3-2022,
// 22.2.2.13, 22.2.2.14, 22.2.4.5 and 22.3.4).
//
//                      +--------+
//              start-->|        |-->ready
//              write-->|        |-->done
//     phy_address[5]-->|  mdio  |-->fault
//register_address[5]-->|        |-->read_data[16]
//     write_data[16]-->|        |
//                      |        |-->mdc
//             mdio_i-->|        |-->mdio_o, mdio_oe
//                      +--------+
//
// One counter runs through a frame: its upper six bits number the bit, the lower six the clock within it, and of
// these the highest is `mdc`. A shift register holds what follows the preamble.
module mdio (
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // A frame is offered.
    input  wire        start,
    // It writes; else it reads.
    input  wire        write,
    // Which PHY.
    input  wire [4:0]  phy_address,
    // Which of its registers.
    input  wire [4:0]  register_address,
    // What to write.
    input  wire [15:0] write_data,
    // A frame offered is taken.
    output reg         ready,
    // Strobe: the frame is over.
    output reg         done,
    // No PHY has answered the read frame.
    output reg         fault,
    // What was read.
    output reg  [15:0] read_data,
    // The management clock.
    output reg         mdc,
    // What drives the MDIO line.
    output reg         mdio_o,
    // It is driven; else it is released.
    output reg         mdio_oe,
    // The MDIO line.
    input  wire        mdio_i
);

    reg        ready_next;
    reg        done_next;
    reg        fault_next;
    reg [15:0] read_data_next;
    reg        mdc_next;
    reg        mdio_o_next;
    reg        mdio_oe_next;
    reg        reading, reading_next;
    reg [11:0] count, count_next;
    reg [31:0] shift, shift_next;

    wire [11:0] next;
    wire [5:0]  next_bit;
    wire        begins;
    wire        rises;
    reg  [15:0] head;
    wire        line_q;

    sync_bit #(.RESET_VALUE(1'b0)) line (.clk(clk), .rst(rst), .d(mdio_i), .q(line_q));

    assign next = count + 12'd1;
    assign next_bit = next[11:6];
    assign begins = next[5:0] == 6'd0;
    assign rises = next[5:0] == 6'd32;

    always @* begin
        ready_next = ready;
        fault_next = fault;
        read_data_next = read_data;
        mdc_next = mdc;
        mdio_o_next = mdio_o;
        mdio_oe_next = mdio_oe;
        reading_next = reading;
        count_next = count;
        shift_next = shift;

        // Start 01, then 01 to write or 10 to read, the addresses, and the turnaround of a write.
        head = 16'h6002 | ({11'd0, phy_address} << 4'd7) | ({11'd0, register_address} << 4'd2);
        if (write) begin
            head = 16'h5002 | ({11'd0, phy_address} << 4'd7) | ({11'd0, register_address} << 4'd2);
        end

        done_next = 1'b0;
        if (ready) begin
            if (start) begin
                ready_next = 1'b0;
                fault_next = 1'b0;
                mdio_oe_next = 1'b1;
                reading_next = !write;
                count_next = 12'd0;
                shift_next = ({16'd0, head} << 5'd16) | {16'd0, write_data};
            end
        end else begin
            count_next = next;
            mdc_next = next[5];
            if (begins) begin
                // The preamble is over when the upper half of the bits begins.
                if (next_bit[5]) begin
                    mdio_o_next = shift[31];
                    shift_next = shift << 5'd1;
                end
                if (reading && (next_bit >= 6'd46)) begin
                    mdio_oe_next = 1'b0;
                    mdio_o_next = 1'b1;
                end
                if (next_bit == 6'd0) begin
                    ready_next = 1'b1;
                    done_next = 1'b1;
                    mdio_oe_next = 1'b0;
                    mdio_o_next = 1'b1;
                end
            end
            if (reading && rises) begin
                if (next_bit == 6'd47) begin
                    fault_next = line_q;
                end else if (next_bit >= 6'd48) begin
                    read_data_next = (read_data << 4'd1) | {15'd0, line_q};
                end
            end
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            ready <= 1'b1;
            done <= 1'b0;
            fault <= 1'b0;
            read_data <= 16'd0;
            mdc <= 1'b0;
            mdio_o <= 1'b1;
            mdio_oe <= 1'b0;
            reading <= 1'b0;
            count <= 12'd0;
            shift <= 32'd0;
        end else begin
            ready <= ready_next;
            done <= done_next;
            fault <= fault_next;
            read_data <= read_data_next;
            mdc <= mdc_next;
            mdio_o <= mdio_o_next;
            mdio_oe <= mdio_oe_next;
            reading <= reading_next;
            count <= count_next;
            shift <= shift_next;
        end
    end

endmodule

`line 6 "phy_link.v" 0
// Finds a gigabit PHY of the RTL8211F family through an MDIO master, brings it up and follows its link (IEEE
// 802.3-2022, 22.2.4, 28.2.4 and 40.5.1.1; pages and registers above 15: data sheet of the RTL8211F).
//
//                       +------------+
//           cfg_reset-->|            |-->mdio_start, write
//  cfg_phy_address[5]-->|            |-->mdio_phy_address[5]
//   cfg_tx/rx_delay --->|            |-->mdio_register_address[5]
//                       |  phy_link  |-->mdio_write_data[16]
//          mdio_ready-->|            |
//    mdio_done, fault-->|            |-->phy_found, phy_id[32]
// mdio_read_data[16] -->|            |-->link, speed[2], full_duplex
//                       +------------+
module phy_link (
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // Reset the PHY once it is found.
    input  wire        cfg_reset,
    // Where to begin looking for it.
    input  wire [4:0]  cfg_phy_address,
    // The PHY delays the transmit clock by 2 ns.
    input  wire        cfg_tx_delay,
    // The PHY delays the receive clock by 2 ns.
    input  wire        cfg_rx_delay,
    // The master takes a frame.
    input  wire        mdio_ready,
    // Strobe: the frame is over.
    input  wire        mdio_done,
    // No PHY has answered.
    input  wire        mdio_fault,
    // What was read.
    input  wire [15:0] mdio_read_data,
    // A frame is offered.
    output reg         mdio_start,
    // It writes; else it reads.
    output reg         mdio_write,
    // Which PHY: the one that is tried, or was found.
    output reg  [4:0]  mdio_phy_address,
    // Which of its registers.
    output reg  [4:0]  mdio_register_address,
    // What to write.
    output reg  [15:0] mdio_write_data,
    // There is a PHY of the family.
    output reg         phy_found,
    // Its identifier: registers 2 and 3.
    output wire [31:0] phy_id,
    // The link is up.
    output reg         link,
    // Its speed: 0 is 10, 1 is 100, 2 is 1000 Mbit/s.
    output reg  [1:0]  speed,
    // It is full duplex.
    output reg         full_duplex
);

    // Step
    localparam [4:0] STEP_ID_HIGH           = 5'd0;
    localparam [4:0] STEP_ID_LOW            = 5'd1;
    localparam [4:0] STEP_RESET             = 5'd2;
    localparam [4:0] STEP_AWAIT_RESET       = 5'd3;
    localparam [4:0] STEP_DELAY_PAGE        = 5'd4;
    localparam [4:0] STEP_READ_TX_DELAY     = 5'd5;
    localparam [4:0] STEP_WRITE_TX_DELAY    = 5'd6;
    localparam [4:0] STEP_READ_RX_DELAY     = 5'd7;
    localparam [4:0] STEP_WRITE_RX_DELAY    = 5'd8;
    localparam [4:0] STEP_SET_UP_PAGE       = 5'd9;
    localparam [4:0] STEP_ADVERTISE         = 5'd10;
    localparam [4:0] STEP_ADVERTISE_GIGABIT = 5'd11;
    localparam [4:0] STEP_NEGOTIATE         = 5'd12;
    localparam [4:0] STEP_STATUS            = 5'd13;
    localparam [4:0] STEP_STATUS_PAGE       = 5'd14;
    localparam [4:0] STEP_PHY_STATUS        = 5'd15;
    localparam [4:0] STEP_STANDARD_PAGE     = 5'd16;

    reg [4:0]  step, step_next;
    reg        running;
    reg        mdio_start_next;
    reg        mdio_write_next;
    reg [4:0]  mdio_phy_address_next;
    reg [4:0]  mdio_register_address_next;
    reg [15:0] mdio_write_data_next;
    reg        phy_found_next;
    reg [15:0] id_high, id_high_next;
    reg [15:0] id_low, id_low_next;
    reg        link_held, link_held_next;
    reg        link_next;
    reg [1:0]  speed_next;
    reg        full_duplex_next;

    wire        ends;
    wire        lost;
    reg         other;
    wire [1:0]  speed_now;
    wire        link_now;
    wire        restart;
    reg  [4:0]  next;
    reg         next_write;
    reg  [4:0]  next_register;
    reg  [15:0] next_data;

    assign phy_id = ({16'd0, id_high} << 5'd16) | {16'd0, id_low};
    assign ends = running && !mdio_start && mdio_done;
    assign lost = mdio_fault && !mdio_write;
    assign speed_now = mdio_read_data[5:4];
    assign link_now = link_held && mdio_read_data[2] && (speed_now != 2'd3);
    // Beside the choice of the next frame, not before it: what was read is compared meanwhile.
    assign restart = !running || lost || other;

    always @* begin
        step_next = step;
        mdio_start_next = mdio_start;
        mdio_write_next = mdio_write;
        mdio_phy_address_next = mdio_phy_address;
        mdio_register_address_next = mdio_register_address;
        mdio_write_data_next = mdio_write_data;
        phy_found_next = phy_found;
        id_high_next = id_high;
        id_low_next = id_low;
        link_held_next = link_held;
        link_next = link;
        speed_next = speed;
        full_duplex_next = full_duplex;

        // Where a step leads, if all is well.
        other = 1'b0;
        next = STEP_ID_HIGH;
        case (step)
            STEP_ID_HIGH: begin
                other = mdio_fault || (mdio_read_data != 16'h001c);
                next = STEP_ID_LOW;
            end
            STEP_ID_LOW: begin
                other = mdio_fault || (mdio_read_data[15:4] != 12'hc91);
                next = STEP_DELAY_PAGE;
                if (cfg_reset) begin
                    next = STEP_RESET;
                end
            end
            STEP_RESET: begin
                next = STEP_AWAIT_RESET;
            end
            STEP_AWAIT_RESET: begin
                next = STEP_DELAY_PAGE;
                if (mdio_read_data[15]) begin
                    next = STEP_AWAIT_RESET;
                end
            end
            STEP_DELAY_PAGE: begin
                next = STEP_READ_TX_DELAY;
            end
            STEP_READ_TX_DELAY: begin
                next = STEP_WRITE_TX_DELAY;
            end
            STEP_WRITE_TX_DELAY: begin
                next = STEP_READ_RX_DELAY;
            end
            STEP_READ_RX_DELAY: begin
                next = STEP_WRITE_RX_DELAY;
            end
            STEP_WRITE_RX_DELAY: begin
                next = STEP_SET_UP_PAGE;
            end
            STEP_SET_UP_PAGE: begin
                next = STEP_ADVERTISE;
            end
            STEP_ADVERTISE: begin
                next = STEP_ADVERTISE_GIGABIT;
            end
            STEP_ADVERTISE_GIGABIT: begin
                next = STEP_NEGOTIATE;
            end
            STEP_NEGOTIATE: begin
                next = STEP_STATUS;
            end
            STEP_STATUS: begin
                next = STEP_STATUS_PAGE;
            end
            STEP_STATUS_PAGE: begin
                next = STEP_PHY_STATUS;
            end
            STEP_PHY_STATUS: begin
                next = STEP_STANDARD_PAGE;
            end
            default: begin // STEP_STANDARD_PAGE
                next = STEP_STATUS;
            end
        endcase

        // The frame of the next step, if all is well.
        next_write = 1'b0;
        next_register = 5'd0;
        next_data = 16'd0;
        case (next)
            STEP_ID_HIGH: begin
                next_register = 5'd2;
            end
            STEP_ID_LOW: begin
                next_register = 5'd3;
            end
            STEP_RESET: begin
                next_write = 1'b1;
                next_data = 16'h8000;
            end
            STEP_AWAIT_RESET: ;
            STEP_DELAY_PAGE: begin
                next_write = 1'b1;
                next_register = 5'd31;
                next_data = 16'h0d08;
            end
            STEP_READ_TX_DELAY: begin
                next_register = 5'd17;
            end
            STEP_WRITE_TX_DELAY: begin
                next_write = 1'b1;
                next_register = 5'd17;
                next_data = mdio_read_data & 16'hfeff;
                if (cfg_tx_delay) begin
                    next_data = mdio_read_data | 16'h0100;
                end
            end
            STEP_READ_RX_DELAY: begin
                next_register = 5'd21;
            end
            STEP_WRITE_RX_DELAY: begin
                next_write = 1'b1;
                next_register = 5'd21;
                next_data = mdio_read_data & 16'hfff7;
                if (cfg_rx_delay) begin
                    next_data = mdio_read_data | 16'h0008;
                end
            end
            STEP_SET_UP_PAGE: begin
                next_write = 1'b1;
                next_register = 5'd31;
                next_data = 16'h0a42;
            end
            STEP_ADVERTISE: begin
                next_write = 1'b1;
                next_register = 5'd4;
                next_data = 16'h0141;
            end
            STEP_ADVERTISE_GIGABIT: begin
                next_write = 1'b1;
                next_register = 5'd9;
                next_data = 16'h0200;
            end
            STEP_NEGOTIATE: begin
                next_write = 1'b1;
                next_data = 16'h1200;
            end
            STEP_STATUS: begin
                next_register = 5'd1;
            end
            STEP_STATUS_PAGE: begin
                next_write = 1'b1;
                next_register = 5'd31;
                next_data = 16'h0a43;
            end
            STEP_PHY_STATUS: begin
                next_register = 5'd26;
            end
            default: begin // STEP_STANDARD_PAGE
                next_write = 1'b1;
                next_register = 5'd31;
                next_data = 16'h0a42;
            end
        endcase

        if (mdio_start && mdio_ready) begin
            mdio_start_next = 1'b0;
        end
        if (!running) begin
            mdio_phy_address_next = cfg_phy_address;
        end
        if (!running || ends) begin
            mdio_start_next = 1'b1;
            if (restart) begin
                step_next = STEP_ID_HIGH;
                mdio_write_next = 1'b0;
                mdio_register_address_next = 5'd2;
                mdio_write_data_next = 16'd0;
            end else begin
                step_next = next;
                mdio_write_next = next_write;
                mdio_register_address_next = next_register;
                mdio_write_data_next = next_data;
            end
        end
        if (ends) begin
            if (other) begin
                mdio_phy_address_next = mdio_phy_address + 5'd1;
            end else if (lost) begin
                phy_found_next = 1'b0;
                link_next = 1'b0;
            end else if (step == STEP_ID_LOW) begin
                phy_found_next = 1'b1;
            end else if (step == STEP_STATUS) begin
                link_held_next = mdio_read_data[2];
            end else if (step == STEP_PHY_STATUS) begin
                link_next = link_now;
                if (link_now) begin
                    speed_next = speed_now;
                    full_duplex_next = mdio_read_data[3];
                end
            end
            if (step == STEP_ID_HIGH) begin
                id_high_next = mdio_read_data;
            end
            if (step == STEP_ID_LOW) begin
                id_low_next = mdio_read_data;
            end
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            step <= STEP_ID_HIGH;
            running <= 1'b0;
            mdio_start <= 1'b0;
            mdio_write <= 1'b0;
            mdio_phy_address <= 5'd0;
            mdio_register_address <= 5'd0;
            mdio_write_data <= 16'd0;
            phy_found <= 1'b0;
            id_high <= 16'd0;
            id_low <= 16'd0;
            link_held <= 1'b0;
            link <= 1'b0;
            speed <= 2'd0;
            full_duplex <= 1'b0;
        end else begin
            step <= step_next;
            running <= 1'b1;
            mdio_start <= mdio_start_next;
            mdio_write <= mdio_write_next;
            mdio_phy_address <= mdio_phy_address_next;
            mdio_register_address <= mdio_register_address_next;
            mdio_write_data <= mdio_write_data_next;
            phy_found <= phy_found_next;
            id_high <= id_high_next;
            id_low <= id_low_next;
            link_held <= link_held_next;
            link <= link_next;
            speed <= speed_next;
            full_duplex <= full_duplex_next;
        end
    end

endmodule

`line 2 "pads.v" 0
// The Ethernet echo of the Colorlight 5A-75B with the one pin that goes both ways, which rust-hdl cannot print.
module ethernet_echo (
    // 25 MHz, from a PHY.
    input  wire       clk_25,
    // The light, lit by 0.
    output wire       led_n,
    // Management of both PHYs.
    output wire       phy_rst_n,
    output wire       mdc,
    inout  wire       mdio,
    // RGMII of one PHY.
    input  wire       rgmii_rxc,
    input  wire [3:0] rgmii_rxd,
    input  wire       rgmii_rx_ctl,
    output wire       rgmii_txc,
    output wire [3:0] rgmii_txd,
    output wire       rgmii_tx_ctl
);

    wire mdio_i;
    wire mdio_o;
    wire mdio_t;

    BB mdio_pad (.B(mdio), .I(mdio_o), .T(mdio_t), .O(mdio_i));

    echo_pins pins (
        .clk_25(clk_25),
        .led_n(led_n),
        .phy_rst_n(phy_rst_n),
        .mdc(mdc),
        .mdio_i(mdio_i),
        .mdio_o(mdio_o),
        .mdio_t(mdio_t),
        .rgmii_rxc(rgmii_rxc),
        .rgmii_rxd(rgmii_rxd),
        .rgmii_rx_ctl(rgmii_rx_ctl),
        .rgmii_txc(rgmii_txc),
        .rgmii_txd(rgmii_txd),
        .rgmii_tx_ctl(rgmii_tx_ctl)
    );

endmodule

`default_nettype wire
