package hapi.cli.net;

import java.io.IOException;

/// The way to the hub ends at the proxy. The message is for a person.
public final class ProxyException extends IOException {
    private static final long serialVersionUID = 1L;

    ProxyException(String message) {
        super(message);
    }

    static ProxyException refused(WebProxy proxy, int status) {
        return new ProxyException(
                status == 407
                        ? "the proxy %s wants other credentials (user:password@ in its address)"
                                .formatted(proxy)
                        : "the proxy %s refused to connect (status %d)".formatted(proxy, status));
    }
}
