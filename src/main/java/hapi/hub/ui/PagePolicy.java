package hapi.hub.ui;

import com.vaadin.flow.server.VaadinResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.jsoup.nodes.DataNode;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/// What one page may run and load: scripts and styles that carry this page's own word, everything
/// else from the hub itself, nothing from text. Takes the place of the closed policy that every
/// other answer has.
///
/// Decision: 0010.
record PagePolicy(String nonce) {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int NONCE_BYTES = 18;

    /// In the order in which they run, before every script of the bundle.
    private static final List<String> SCRIPTS =
            Stream.of("strict.js", "hold.js", "sign-in-link.js")
                    .map(PagePolicy::versioned)
                    .toList();

    static PagePolicy fresh() {
        byte[] bytes = new byte[NONCE_BYTES];
        RANDOM.nextBytes(bytes);
        return new PagePolicy(Base64.getEncoder().encodeToString(bytes));
    }

    /// A browser keeps the script; a hub that was renewed brings another.
    private static String versioned(String name) {
        try (InputStream script =
                PagePolicy.class.getResourceAsStream("/META-INF/resources/" + name)) {
            CRC32 sum = new CRC32();
            sum.update(Objects.requireNonNull(script, name + " is missing").readAllBytes());
            return name + "?v=" + Long.toHexString(sum.getValue());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The header's value. A socket to the own address counts as `'self'`.
    String header() {
        return String.join(
                "; ",
                "default-src 'none'",
                "script-src 'nonce-%s' 'strict-dynamic'".formatted(nonce),
                "style-src-elem 'self' 'nonce-%s'".formatted(nonce),
                // Vaadin's templates have them.
                "style-src-attr 'unsafe-inline'",
                "img-src 'self' data: blob:",
                // Vaadin's icons are in its style sheets.
                "font-src 'self' data:",
                "connect-src 'self'",
                "manifest-src 'self'",
                "worker-src 'self'",
                // The page in which diagrams are drawn.
                "frame-src 'self'",
                "base-uri 'self'",
                "form-action 'self'",
                "frame-ancestors 'none'");
    }

    void apply(Document page, VaadinResponse response) {
        quote(page);
        Element place = page.head().selectFirst("base");
        for (String source : SCRIPTS) {
            Element script = new Element("script").attr("src", source);
            place.after(script);
            place = script;
        }
        for (Element element : page.select("script, style, link[rel=modulepreload]")) {
            element.attr("nonce", nonce);
        }
        response.setHeader("Content-Security-Policy", header());
        // The page holds the state of one tab: Back must not show it a second time.
        response.setHeader("Cache-Control", "no-store");
    }

    /// The view's first state is written into a script as JSON, which knows no `</script>`; all its
    /// `<` stand in texts.
    private static void quote(Document page) {
        for (Element script : page.select("script[initial]")) {
            for (DataNode data : script.dataNodes()) {
                data.setWholeData(data.getWholeData().replace("<", "\\u003c"));
            }
        }
    }
}
