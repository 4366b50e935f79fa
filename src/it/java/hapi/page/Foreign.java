package hapi.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.List;

/// What no text may have become, in the page and in every shadow of it.
final class Foreign {
    private static final String FOUND =
            """
            () => {
              const bad = [];
              const look = root => {
                for (const it of root.querySelectorAll('*')) {
                  const handler = [...it.attributes].find(a => /^on/.test(a.name));
                  const link = it.href || it.action || it.src || '';
                  // Diagrams are drawn in a frame of ours that may run scripts and nothing else.
                  const drawn = it.localName === 'iframe'
                      && it.getAttribute('sandbox') === 'allow-scripts'
                      && new URL(it.src, location.href).origin === location.origin && !it.srcdoc;
                  if (handler || it.localName === 'iframe' && !drawn || it.localName === 'object'
                      || it.localName === 'embed' || it.localName === 'math'
                      || /^(javascript|vbscript|data:text)/i.test(link)
                      // A picture of our own may show the word; it is fetched from nowhere.
                      || link && /evil/.test(new URL(link, location.href).host)
                          && it.localName !== 'a') {
                    bad.push(it.outerHTML.slice(0, 200));
                  }
                  if (it.shadowRoot) look(it.shadowRoot);
                }
              };
              look(document);
              return bad;
            }
            """;

    private Foreign() {}

    static void nothingIsIn(Page page, String where) {
        assertThat((List<?>) page.evaluate(FOUND)).as(where).isEmpty();
    }
}
