package hapi.hub.session;

import hapi.protocol.model.Session;

/// What became of a change of settings.
public sealed interface SettingsResult {
    record Applied(Session session) implements SettingsResult {}

    /// The CLI cannot be reached or did not apply it; `message` is for the person.
    record Refused(String message) implements SettingsResult {}

    record Gone() implements SettingsResult {}
}
