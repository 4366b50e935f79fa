/// The machine's Chromium under Playwright, as a phone or as a desktop.
@NullMarked
package hapi.testkit.browser;

import org.jspecify.annotations.NullMarked;
