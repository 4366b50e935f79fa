package hapi.hub.notify;

/// A browser that wants to be woken: where to send to, and its keys as the browser gave them
/// (base64url).
public record PushSubscription(String endpoint, String p256dh, String auth) {
    private static final int MAX_ENDPOINT = 2048;
    private static final int MAX_KEY = 512;

    public PushSubscription {
        if (endpoint.isEmpty()
                || endpoint.length() > MAX_ENDPOINT
                || p256dh.isEmpty()
                || p256dh.length() > MAX_KEY
                || auth.isEmpty()
                || auth.length() > MAX_KEY) {
            throw new IllegalArgumentException("a part of a push subscription has a wrong length");
        }
    }
}
