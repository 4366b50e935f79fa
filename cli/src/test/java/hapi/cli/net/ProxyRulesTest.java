package hapi.cli.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyRulesTest {
    @ParameterizedTest
    @CsvSource({
        "https://hub.example, secure:1",
        "wss://hub.example, secure:1",
        "http://hub.example, plain:2",
        "ws://hub.example:3006, plain:2"
    })
    void schemeChoosesTheProxy(String target, String proxy) {
        ProxyRules rules =
                ProxyRules.of(
                        Map.of(
                                "HTTPS_PROXY", "http://secure:1",
                                "HTTP_PROXY", "plain:2",
                                "ALL_PROXY", "http://other:3"));

        assertThat(rules.proxyFor(URI.create(target))).map(WebProxy::toString).contains(proxy);
    }

    @Test
    void lowerCaseWinsAndOneProxyServesForAll() {
        ProxyRules lower = ProxyRules.of(Map.of("https_proxy", "a:1", "HTTPS_PROXY", "b:2"));
        ProxyRules all = ProxyRules.of(Map.of("ALL_PROXY", "c:3"));

        assertThat(lower.proxyFor(URI.create("https://h"))).map(WebProxy::host).contains("a");
        assertThat(lower.proxyFor(URI.create("http://h"))).isEmpty();
        assertThat(all.proxyFor(URI.create("http://h"))).map(WebProxy::host).contains("c");
        assertThat(all.proxyFor(URI.create("https://h"))).map(WebProxy::host).contains("c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://hub.example.org",
                "http://a.hub.example.org",
                "http://dotted.test",
                "http://x.dotted.test",
                "http://x.star.test",
                "http://port.test:81",
                "http://10.1.2.3",
                "http://192.168.7.7:3006",
                "http://[fd00::1]:3006",
                "http://localhost:3006",
                "http://127.8.9.1",
                "http://[::1]:1"
            })
    void exemptHostsAndThisMachineAreReachedDirectly(String target) {
        assertThat(exempting().proxyFor(URI.create(target))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.org",
                "http://nothub.example.org",
                "http://port.test:82",
                "http://11.1.2.3",
                "http://192.168.8.7",
                "http://[fe80::1]",
                "http://10.1.2.3.example"
            })
    void othersAreNot(String target) {
        assertThat(exempting().proxyFor(URI.create(target))).isPresent();
    }

    @Test
    void starExemptsEverything() {
        ProxyRules rules = ProxyRules.of(Map.of("HTTP_PROXY", "p:1", "NO_PROXY", "*"));

        assertThat(rules.proxyFor(URI.create("http://anything"))).isEmpty();
    }

    @Test
    void credentialsAreDecodedSentAndNeverPrinted() {
        WebProxy proxy = WebProxy.parse("HTTP_PROXY", "http://us%40er:pa+ss%2F@proxy:8080");

        assertThat(proxy.authorization()).isEqualTo("Basic dXNAZXI6cGErc3Mv");
        assertThat(proxy).hasToString("proxy:8080");
    }

    @ParameterizedTest
    @CsvSource({
        "socks5://secret:word@proxy:1080, only proxies at http://",
        "https://secret:word@proxy:1080, only proxies at http://",
        "http://secret:word@pro xy:1080, is not an address",
        "http://, is not an address",
        "http://secret:word@proxy:99999, does not exist"
    })
    void badValueIsNamedWithoutItsCredentials(String value, String words) {
        assertThatThrownBy(() -> ProxyRules.of(Map.of("HTTPS_PROXY", value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("HTTPS_PROXY")
                .hasMessageContaining(words)
                .hasMessageNotContaining("secret");
    }

    private static ProxyRules exempting() {
        return ProxyRules.of(
                Map.of(
                        "HTTP_PROXY",
                        "http://proxy:3128",
                        "NO_PROXY",
                        "hub.example.org, .dotted.test,*.star.test,port.test:81,10.0.0.0/8"
                                + " 192.168.7.7,fd00::/8"));
    }
}
