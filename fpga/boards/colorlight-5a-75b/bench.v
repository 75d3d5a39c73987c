// SPDX-License-Identifier: MIT OR Apache-2.0
// The Ethernet echo in simulation. What is called `bench` gives the cells their time.
module bench (
    // Changes with each event, and when that is.
    input  wire        tick,
    input  wire [63:0] now_ps,
    // How long an input of double data rate must hold still before and after an edge of RXC.
    input  wire [63:0] setup_ps,
    input  wire [63:0] hold_ps,
    // Which of the faults that a test has planted is there; the design itself knows of none.
    input  wire [7:0]  fault,
    // The pins. RXC is given as it comes to the registers, after its way through the clock tree.
    input  wire        clk_25,
    output wire        led_n,
    output wire        phy_rst_n,
    output wire        mdc,
    input  wire        mdio_i,
    output wire        mdio_o,
    output wire        mdio_t,
    input  wire        rgmii_rxc,
    input  wire [3:0]  rgmii_rxd,
    input  wire        rgmii_rx_ctl,
    output wire        rgmii_txc,
    output wire [3:0]  rgmii_txd,
    output wire        rgmii_tx_ctl
);

    wire _unused = &{1'b0, fault};

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
