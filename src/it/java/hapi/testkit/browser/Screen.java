package hapi.testkit.browser;

import org.jspecify.annotations.Nullable;

/// The screens that the views are made for. Sizes in CSS pixels.
public enum Screen {
    PHONE(
            390,
            844,
            2,
            true,
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko)"
                    + " Chrome/140.0.0.0 Mobile Safari/537.36"),
    DESKTOP(1440, 900, 1, false, null);

    final int width;
    final int height;
    final int scale;
    final boolean touch;

    /// What the browser says it is; null leaves it at what Chromium says.
    final @Nullable String agent;

    Screen(int width, int height, int scale, boolean touch, @Nullable String agent) {
        this.width = width;
        this.height = height;
        this.scale = scale;
        this.touch = touch;
        this.agent = agent;
    }
}
