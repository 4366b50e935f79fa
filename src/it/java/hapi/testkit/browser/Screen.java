package hapi.testkit.browser;

/// The screens that the views are made for. Sizes in CSS pixels.
public enum Screen {
    PHONE(390, 844, 2, true),
    DESKTOP(1440, 900, 1, false);

    final int width;
    final int height;
    final int scale;
    final boolean touch;

    Screen(int width, int height, int scale, boolean touch) {
        this.width = width;
        this.height = height;
        this.scale = scale;
        this.touch = touch;
    }
}
