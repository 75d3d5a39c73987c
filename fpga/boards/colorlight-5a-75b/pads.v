// SPDX-License-Identifier: MIT OR Apache-2.0
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
