package hapi.hub.push.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Row 24: a push goes to nobody inside. Names are written as addresses, so that no test asks a
/// name service.
class PushAddressesTest {
    private static final PushAddresses STRICT = new PushAddresses(false);

    @ParameterizedTest
    @DisplayName("row 24: refused")
    @ValueSource(
            strings = {
                "http://203.0.114.1/x",
                "http://169.254.169.254/latest",
                "https://169.254.169.254/latest",
                "https://127.0.0.1:3006/x",
                "https://127.1.2.3/x",
                "https://0.0.0.0/x",
                "https://10.0.0.1/x",
                "https://172.16.0.1/x",
                "https://172.31.255.255/x",
                "https://192.168.1.1/x",
                "https://100.64.0.1/x",
                "https://192.0.0.8/x",
                "https://198.18.0.1/x",
                "https://224.0.0.1/x",
                "https://240.0.0.1/x",
                "https://255.255.255.255/x",
                "https://[::1]/x",
                "https://[::]/x",
                "https://[fe80::1]/x",
                "https://[fc00::1]/x",
                "https://[fd12:3456::1]/x",
                "https://[ff02::1]/x",
                "https://[::ffff:127.0.0.1]/x",
                "https://[::ffff:a00:1]/x",
                "https://[::7f00:1]/x",
                "https://[64:ff9b::7f00:1]/x",
                "https://[2002:7f00:1::]/x",
                "https://[2001:0:7f00:1::]/x",
                "https://[2001:db8::1]/x",
                "https://localhost/x",
                "https://user@93.184.216.34/x",
                "https:///x",
                "https:x",
                "https://a b/x",
                "ftp://93.184.216.34/x",
                "file:///etc/passwd",
                "e",
                ""
            })
    void insideIsRefused(String endpoint) throws IOException {
        assertThat(STRICT.place(endpoint)).isEmpty();
    }

    /// The short forms of addresses are none to us, or are what they stand for.
    @ParameterizedTest
    @DisplayName("row 24: other ways to write an address")
    @ValueSource(strings = {"https://0x7f.1/x", "https://2130706433/x", "https://127.1/x"})
    void otherFormsOfAnAddressLeadNowhereElse(String endpoint) {
        Optional<PushAddresses.Place> place;
        try {
            place = STRICT.place(endpoint);
        } catch (UnknownHostException e) {
            place = Optional.empty();
        }

        assertThat(place).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://93.184.216.34/a?b=c",
                "https://172.32.0.1/a",
                "https://100.128.0.1/a",
                "HTTPS://[2606:4700::1111]:8443/a"
            })
    void outsideIsTaken(String endpoint) throws IOException {
        assertThat(STRICT.place(endpoint)).isPresent();
    }

    @Test
    void placeSaysWhereToConnectAndHowToCallIt() throws IOException {
        PushAddresses.Place place = STRICT.place("https://93.184.216.34:8443/a").orElseThrow();

        assertThat(place.address()).isEqualTo(InetAddress.ofLiteral("93.184.216.34"));
        assertThat(place.port()).isEqualTo(8443);
        assertThat(place.origin()).isEqualTo("https://93.184.216.34:8443");
        assertThat(STRICT.place("https://93.184.216.34/a").orElseThrow().port()).isEqualTo(443);
        assertThat(STRICT.place("https://93.184.216.34/a").orElseThrow().origin())
                .isEqualTo("https://93.184.216.34");
    }

    @Test
    void nothingIsAddedToTheRequestByAnEndpoint() throws IOException {
        assertThat(STRICT.place("https://93.184.216.34/a\r\nX: y")).isEmpty();
        assertThat(STRICT.place("https://93.184.216.34/ä").orElseThrow().endpoint().getRawPath())
                .isEqualTo("/%C3%A4");
    }
}
