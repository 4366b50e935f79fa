package hapi.testkit.browser;

import com.microsoft.playwright.Page;
import java.util.List;

/// Text that nobody can read to its end.
public final class Clipped {
    private Clipped() {}

    /// No text is cut without a sign of it, none lies outside the screen where nobody can scroll,
    /// and the page is not wider than the screen.
    ///
    /// @throws AssertionError with every text
    public static void check(Page page) {
        Looks.none("text is cut", page, found(page));
    }

    static List<String> found(Page page) {
        return Looks.ask(page, "looks.clipped()");
    }
}
