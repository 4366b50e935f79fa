package hapi.testkit.hub.sample;

import java.util.List;

/// What a session has when its process connects.
///
/// @param isThinking is the agent at work?
/// @param permissionMode as the agent calls it; empty for the usual one
record Story(Script script, List<Request> requests, boolean isThinking, String permissionMode) {
    Story {
        requests = List.copyOf(requests);
    }

    static Story ready(Script script) {
        return new Story(script, List.of(), false, "");
    }

    static Story working(Script script) {
        return new Story(script, List.of(), true, "");
    }

    static Story asking(Script script, Request... requests) {
        return new Story(script, List.of(requests), true, "");
    }

    Story in(String mode) {
        return new Story(script, requests, isThinking, mode);
    }
}
