package hapi.testkit.browser;

import com.microsoft.playwright.Page;
import java.util.List;

/// Controls that lie on one another.
public final class Overlaps {
    private Overlaps() {}

    /// No two controls that are seen share a place; one inside the other is fine. Behind a modal
    /// nothing counts.
    ///
    /// @throws AssertionError with every pair
    public static void check(Page page) {
        Looks.none("controls overlap", page, found(page, ""));
    }

    /// @param floating a selector of what may lie over others, such as a button back to the newest
    public static void check(Page page, String floating) {
        Looks.none("controls overlap", page, found(page, floating));
    }

    static List<String> found(Page page, String floating) {
        return Looks.ask(page, "looks.overlaps('" + floating + "')");
    }
}
