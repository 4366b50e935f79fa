package hapi.page;

import com.microsoft.playwright.Page;
import hapi.protocol.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/// What could be seen on a page and when, noted by the page itself every 40 ms, also over loads:
/// the line that says that the hub is away, the first sight of certain words in the chat, loads,
/// and whatever the framework shows by itself. Times are epoch milliseconds.
final class Sights {
    private final Page page;

    /// One change; `what` is `line`, `no line`, `words`, `load`, or begins with `framework`.
    record Sight(long at, String what) {}

    private Sights(Page page) {
        this.page = page;
    }

    /// Begins with the next load of the page.
    static Sights on(Page page) {
        page.addInitScript(NOTES);
        return new Sights(page);
    }

    /// From now on, these words are looked for.
    void lookFor(String words) {
        page.evaluate(
                "words => { sessionStorage.setItem('test-words', words);"
                        + " sessionStorage.removeItem('test-sights'); }",
                words);
    }

    /// Waits until the words are in the chat and no line is there.
    void awaitLive() {
        page.waitForFunction(
                IS_LIVE, null, new Page.WaitForFunctionOptions().setTimeout(Visitor.LIMIT_MILLIS));
    }

    /// Waits for the first of this kind.
    ///
    /// @return when it was
    long await(String what) {
        page.waitForFunction(
                "what => JSON.parse(sessionStorage.getItem('test-sights') ?? '[]')"
                        + ".some(it => it.what === what)",
                what,
                new Page.WaitForFunctionOptions().setTimeout(Visitor.LIMIT_MILLIS));
        return first(what).orElseThrow();
    }

    List<Sight> all() {
        List<Sight> all = new ArrayList<>();
        String noted = (String) page.evaluate("sessionStorage.getItem('test-sights') ?? '[]'");
        for (JsonNode sight : Json.parse(noted)) {
            all.add(new Sight(sight.path("at").asLong(), sight.path("what").asString()));
        }
        return all;
    }

    OptionalLong first(String what) {
        return all().stream().filter(it -> it.what().equals(what)).mapToLong(Sight::at).findFirst();
    }

    private static final String NOTES =
            """
            (() => {
              if (window !== top) return;
              const all = () => JSON.parse(sessionStorage.getItem('test-sights') ?? '[]');
              const note = (what) => sessionStorage.setItem(
                'test-sights', JSON.stringify([...all(), { at: Date.now(), what }]));
              const isSeen = (it) => !!it && it.checkVisibility({ opacityProperty: true }) &&
                it.getBoundingClientRect().width > 0 && it.getBoundingClientRect().height > 0;
              let isLine = false;
              const theirs = new Set();
              const look = () => {
                const line = document.querySelector('hapi-connection')?.shadowRoot?.querySelector('p');
                if (isSeen(line) !== isLine) {
                  isLine = !isLine;
                  note(isLine ? 'line' : 'no line');
                }
                for (const name of ['.v-loading-indicator', 'vaadin-connection-indicator',
                    '.v-system-error', '.v-reconnect-dialog', 'vaadin-notification-card']) {
                  for (const it of document.querySelectorAll(name)) {
                    if (isSeen(it) && !theirs.has(name)) {
                      theirs.add(name);
                      note('framework ' + name);
                    }
                  }
                }
                const words = sessionStorage.getItem('test-words');
                const chat = document.querySelector('hapi-chat')?.shadowRoot?.textContent ?? '';
                if (words && chat.includes(words) && !all().some(it => it.what === 'words')) {
                  note('words');
                }
              };
              note('load');
              setInterval(look, 40);
            })();
            """;

    private static final String IS_LIVE =
            """
            () => {
              const all = JSON.parse(sessionStorage.getItem('test-sights') ?? '[]').map(it => it.what);
              return all.includes('words') &&
                !document.querySelector('hapi-connection')?.shadowRoot?.querySelector('p');
            }
            """;
}
