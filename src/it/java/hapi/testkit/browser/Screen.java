package hapi.testkit.browser;

import org.jspecify.annotations.Nullable;

/// The screens that the views are made for. Sizes in CSS pixels.
public enum Screen {
    PHONE(390, 844, 2, true, 16),
    DESKTOP(1440, 900, 1, false, 16),

    /// The narrowest phone.
    NARROW(320, 640, 2, true, 16),

    /// A phone on its side.
    LANDSCAPE(844, 390, 2, true, 16),
    TABLET(820, 1180, 2, true, 16),

    /// What a keyboard leaves of a phone.
    KEYBOARD(390, 430, 2, true, 16),

    /// A phone whose owner reads text of twice the size.
    TEXT_200(390, 844, 2, true, 32);

    private static final String PHONES_NAME =
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko)"
                    + " Chrome/140.0.0.0 Mobile Safari/537.36";

    final int width;
    final int height;
    final int scale;
    final boolean touch;

    /// The size of text that the browser is set to, in pixels; 16 is the usual one.
    final int text;

    Screen(int width, int height, int scale, boolean touch, int text) {
        this.width = width;
        this.height = height;
        this.scale = scale;
        this.touch = touch;
        this.text = text;
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    public boolean isTouched() {
        return touch;
    }

    /// What the browser says it is; null leaves it at what Chromium says.
    @Nullable String agent() {
        return touch ? PHONES_NAME : null;
    }
}
