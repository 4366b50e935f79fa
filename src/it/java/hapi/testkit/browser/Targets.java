package hapi.testkit.browser;

import com.microsoft.playwright.Page;
import java.util.List;

/// Controls that a finger cannot hit.
public final class Targets {
    /// CSS pixels a control has at least in both directions.
    private static final int LEAST = 44;

    private Targets() {}

    /// Every control that is seen is large enough; links inside running text are not meant, and a
    /// line over the whole width may be 34 pixels high.
    ///
    /// @throws AssertionError with every one that is not
    public static void check(Page page) {
        Looks.none("controls are too small for a finger", page, found(page));
    }

    static List<String> found(Page page) {
        return Looks.ask(page, "looks.small(" + LEAST + ")");
    }
}
