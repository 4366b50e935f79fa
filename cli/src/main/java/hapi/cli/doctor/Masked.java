package hapi.cli.doctor;

/// Addresses for the screen: one may carry a password before its `@`, or a token in its query.
public final class Masked {
    private Masked() {}

    public static String text(String text) {
        return text.replaceAll("://[^/@\\s]*@", "://***@").replaceAll("[?#]\\S*", "?***");
    }
}
