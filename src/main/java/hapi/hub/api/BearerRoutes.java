package hapi.hub.api;

/// The routes of the published clients, which carry their own token; everything else is the page's.
final class BearerRoutes {
    private BearerRoutes() {}

    static boolean contains(String path) {
        return path.startsWith("/api/")
                || path.startsWith("/cli/")
                || path.startsWith("/socket.io/")
                || path.equals("/health");
    }
}
