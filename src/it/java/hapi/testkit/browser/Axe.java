package hapi.testkit.browser;

import com.microsoft.playwright.Page;
import hapi.testkit.agent.NpmCache;
import hapi.testkit.agent.NpmPackage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// The rules of axe-core (Deque Systems, MPL-2.0; 650 KB, for tests only), contrast among them. It
/// is installed when it is first needed.
public final class Axe {
    private static final NpmPackage PACKAGE =
            NpmPackage.library("axe-core", "4.14.1", "axe-core/axe.min.js");
    private static final String RUN =
            """
            axe.run(document, { resultTypes: ['violations'] }).then(found => found.violations
              .filter(it => it.impact === 'serious' || it.impact === 'critical')
              .flatMap(it => it.nodes.map(node => it.impact + ' ' + it.id + ': '
                + node.target.flat().join(' ') + ' ' + node.html.slice(0, 160) + ' '
                + (node.any.concat(node.all, node.none)[0] || { message: '' }).message)))
            """;

    private Axe() {}

    /// The page has no serious and no critical fault.
    ///
    /// @throws AssertionError with every one
    public static void check(Page page) {
        Looks.none("axe", page, found(page));
    }

    static List<String> found(Page page) {
        // Known already? A page keeps it until it is left.
        if (!Looks.evaluate(page, "typeof axe").asString("").equals("object")) {
            Looks.evaluate(page, source() + ";0");
        }
        return Looks.evaluate(page, RUN).valueStream().map(JsonNode::asString).toList();
    }

    private static String source() {
        try {
            return Files.readString(NpmCache.ofThisMachine().executable(PACKAGE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
