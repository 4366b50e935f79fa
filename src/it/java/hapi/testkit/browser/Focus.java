package hapi.testkit.browser;

import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Where Tab leads.
public final class Focus {
    private static final int MOST_STEPS = 250;

    private Focus() {}

    /// What a person without a mouse met on a page, each control in words.
    ///
    /// @param unreached controls on the screen that Tab did not lead to; of radio buttons one is
    ///   enough, and inside a menu or a list box the arrows lead on
    /// @param unseen controls that had the focus without an outline or a shadow around them
    public record Walk(List<String> reached, List<String> unreached, List<String> unseen) {
        public Walk {
            reached = List.copyOf(reached);
            unreached = List.copyOf(unreached);
            unseen = List.copyOf(unseen);
        }
    }

    /// Presses Tab from the start of the page until it leads out of it.
    public static Walk walk(Page page) {
        Looks.evaluate(
                page,
                "(looks => { window.looksKit = looks; window.looksMet = new Set();"
                        + " looks.controls().forEach(({ it }) => it.looksNumber = looks.nameOf(it)); })("
                        + Looks.KIT
                        + ")");
        Set<String> reached = new LinkedHashSet<>();
        List<String> unseen = new ArrayList<>();
        for (int step = 0; step < MOST_STEPS; step++) {
            page.keyboard().press("Tab");
            List<String> now =
                    Looks.ask(
                            page,
                            """
                            (() => {
                              const it = window.looksKit.focused();
                              if (!it || it === document.body) return ['', ''];
                              if (window.looksMet.has(it)) return [];
                              window.looksMet.add(it);
                              return [window.looksKit.nameOf(it), looks.isRinged(it) ? '' : 'unseen'];
                            })()
                            """);
            if (now.isEmpty()) {
                break;
            }
            if (now.getFirst().isEmpty()) {
                // Behind the end, or the control has just gone; Tab goes on from where it was.
                continue;
            }
            reached.add(now.getFirst());
            if (!now.getLast().isEmpty()) {
                unseen.add(now.getFirst());
            }
        }
        List<String> unreached =
                Looks.ask(
                        page,
                        """
                        looks.controls()
                          .filter(({ it }) => !window.looksMet.has(it) && !it.disabled)
                          .filter(({ it }) => it.looksNumber)
                          .filter(({ it }) => !looks.isArrowed(it))
                          .map(({ it }) => looks.nameOf(it))
                        """);
        return new Walk(List.copyOf(reached), unreached, unseen);
    }
}
