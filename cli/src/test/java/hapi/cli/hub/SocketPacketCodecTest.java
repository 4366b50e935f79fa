package hapi.cli.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hapi.protocol.json.JsonSyntaxException;
import hapi.protocol.json.RawJson;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SocketPacketCodecTest {
    @Test
    void openPacketGivesTheHeartbeat() {
        var packet =
                SocketPacketCodec.read(
                        "0{\"sid\":\"x\",\"upgrades\":[],\"pingInterval\":25000,\"pingTimeout\":20000}");

        assertThat(packet).isEqualTo(new SocketPacket.Open(25_000, 20_000));
    }

    @Test
    void eventKeepsItsArgumentsAsTheTextTheyWere() {
        var packet =
                SocketPacketCodec.read(
                        "42/cli,12[\"update\", {\"b\":1795358307235.0293, \"a\":null} ,1.0,\"x\\u00e9\",null,[1, 2],true]");

        assertThat(packet)
                .isEqualTo(
                        new SocketPacket.Event(
                                "/cli",
                                OptionalLong.of(12),
                                "update",
                                List.of(
                                        RawJson.trusted("{\"b\":1795358307235.0293, \"a\":null}"),
                                        RawJson.trusted("1.0"),
                                        RawJson.trusted("\"x\\u00e9\""),
                                        RawJson.NULL,
                                        RawJson.trusted("[1, 2]"),
                                        RawJson.trusted("true"))));
    }

    @Test
    void acksMayBeEmptyHoldNullOrHoldAValue() {
        assertThat(SocketPacketCodec.read("43/cli,9[]"))
                .isEqualTo(new SocketPacket.Ack("/cli", 9, List.of()));
        assertThat(SocketPacketCodec.read("43/cli,4[null]"))
                .isEqualTo(new SocketPacket.Ack("/cli", 4, List.of(RawJson.NULL)));
        assertThat(SocketPacketCodec.read("43/cli,0[{\"result\":\"error\"}]"))
                .isEqualTo(
                        new SocketPacket.Ack(
                                "/cli", 0, List.of(RawJson.trusted("{\"result\":\"error\"}"))));
    }

    @Test
    void namespaceAnswersAreTold() {
        assertThat(SocketPacketCodec.read("40/cli,{\"sid\":\"a\"}"))
                .isEqualTo(new SocketPacket.Connected("/cli"));
        assertThat(SocketPacketCodec.read("44/cli,{\"message\":\"Invalid token\"}"))
                .isEqualTo(new SocketPacket.ConnectRefused("/cli", "Invalid token"));
        assertThat(SocketPacketCodec.read("41/cli,"))
                .isEqualTo(new SocketPacket.Disconnected("/cli"));
        assertThat(SocketPacketCodec.read("41/cli"))
                .isEqualTo(new SocketPacket.Disconnected("/cli"));
        assertThat(SocketPacketCodec.read("40")).isEqualTo(new SocketPacket.Connected("/"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "42/cli,[",
                "42/cli,[]",
                "42/cli,{}",
                "42/cli,[1]",
                "42/cli,[\"a\"]x",
                "42/cli,",
                "42/cli,99999999999999999999[\"a\"]",
                "43/cli,[]",
                "0{",
                "44/cli,{\"message\""
            })
    void brokenPacketsAreRefusedAsSuch(String frame) {
        assertThatThrownBy(() -> SocketPacketCodec.read(frame))
                .isInstanceOf(JsonSyntaxException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3", "6", "9zzz", "4", "45/cli,1-[\"a\"]", "bAAAA"})
    void unknownPacketsAreReadOver(String frame) {
        assertThat(SocketPacketCodec.read(frame)).isInstanceOf(SocketPacket.Unknown.class);
    }

    @Test
    void writtenPacketsAreTheOnesOfTheCaptures() {
        assertThat(SocketPacketCodec.connect("/cli", RawJson.trusted("{\"token\":\"T\"}")))
                .isEqualTo("40/cli,{\"token\":\"T\"}");
        assertThat(
                        SocketPacketCodec.event(
                                "/cli",
                                OptionalLong.empty(),
                                "rpc-register",
                                List.of(RawJson.trusted("{\"method\":\"m\"}"))))
                .isEqualTo("42/cli,[\"rpc-register\",{\"method\":\"m\"}]");
        assertThat(SocketPacketCodec.event("/cli", OptionalLong.of(9), "ping", List.of()))
                .isEqualTo("42/cli,9[\"ping\"]");
        assertThat(SocketPacketCodec.ack("/cli", 4, List.of(RawJson.NULL)))
                .isEqualTo("43/cli,4[null]");
        assertThat(SocketPacketCodec.ack("/cli", 4, List.of())).isEqualTo("43/cli,4[]");
        assertThat(SocketPacketCodec.disconnect("/cli")).isEqualTo("41/cli,");
    }

    @Test
    void halfASurrogatePairBecomesTheReplacementCharacterAndAWholeOneStays() {
        String frame =
                SocketPacketCodec.event(
                        "/cli",
                        OptionalLong.empty(),
                        "m",
                        List.of(RawJson.trusted("\"a\uD83D b\uDE00 \uD83D\uDE00\"")));

        assertThat(frame).isEqualTo("42/cli,[\"m\",\"a\uFFFD b\uFFFD \uD83D\uDE00\"]");
    }
}
