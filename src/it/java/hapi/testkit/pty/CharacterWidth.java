package hapi.testkit.pty;

/// How many cells a character takes on a terminal: a rough table, enough for what our programs and
/// agents draw.
final class CharacterWidth {
    private static final int ZERO_WIDTH_JOINER = 0x200D;
    private static final int LAST_VARIATION_SELECTOR = 0xFE0F;
    private static final int FIRST_VARIATION_SELECTOR = 0xFE00;

    /// First and last code points that take two cells, in order.
    private static final int[][] WIDE = {
        {0x1100, 0x115F}, {0x231A, 0x231B}, {0x23E9, 0x23EC}, {0x25FD, 0x25FE}, {0x2614, 0x2615},
        {0x26AA, 0x26AB}, {0x26BD, 0x26BE}, {0x26C4, 0x26C5}, {0x2705, 0x2705}, {0x270A, 0x270B},
        {0x2728, 0x2728}, {0x274C, 0x274C}, {0x2753, 0x2755}, {0x2795, 0x2797}, {0x2E80, 0xA4CF},
        {0xAC00, 0xD7A3}, {0xF900, 0xFAFF}, {0xFE30, 0xFE4F}, {0xFF00, 0xFF60}, {0xFFE0, 0xFFE6},
        {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F900, 0x1FAFF}, {0x20000, 0x3FFFD},
    };

    private CharacterWidth() {}

    static int of(int codePoint) {
        if (codePoint == ZERO_WIDTH_JOINER
                || (codePoint >= FIRST_VARIATION_SELECTOR && codePoint <= LAST_VARIATION_SELECTOR)
                || Character.getType(codePoint) == Character.NON_SPACING_MARK) {
            return 0;
        }
        for (int[] range : WIDE) {
            if (codePoint >= range[0] && codePoint <= range[1]) {
                return 2;
            }
        }
        return 1;
    }
}
