package hapi.protocol.qr;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import java.util.Map;

/// A QR code as terminal text: two rows of modules in one line of half blocks, light on dark with a
/// quiet zone, so that it scans on dark and light terminals alike.
public final class QrCode {
    private static final String ESCAPE = "\u001b[";
    private static final String BLACK_ON_WHITE = ESCAPE + "30;107m";
    private static final String RESET = ESCAPE + "0m";

    private QrCode() {}

    /// Lines with colours, each ended by a line feed.
    ///
    /// @throws IllegalArgumentException when the text is too long for a QR code
    public static String of(String text) {
        BitMatrix modules;
        try {
            modules =
                    new QRCodeWriter()
                            .encode(
                                    text,
                                    BarcodeFormat.QR_CODE,
                                    0,
                                    0,
                                    Map.of(
                                            EncodeHintType.ERROR_CORRECTION,
                                            ErrorCorrectionLevel.L,
                                            EncodeHintType.MARGIN,
                                            2));
        } catch (WriterException e) {
            throw new IllegalArgumentException("the text does not fit a QR code", e);
        }
        StringBuilder lines = new StringBuilder();
        for (int y = 0; y < modules.getHeight(); y += 2) {
            lines.append(BLACK_ON_WHITE);
            for (int x = 0; x < modules.getWidth(); x++) {
                boolean upper = modules.get(x, y);
                boolean lower = y + 1 < modules.getHeight() && modules.get(x, y + 1);
                lines.append(upper ? (lower ? '█' : '▀') : (lower ? '▄' : ' '));
            }
            lines.append(RESET).append('\n');
        }
        return lines.toString();
    }
}
