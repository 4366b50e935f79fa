package hapi.hub.socket;

import hapi.protocol.json.RawJson;
import hapi.protocol.model.VersionedResult;

/// Answers to versioned updates: `success`, `version-mismatch` with what is stored, or `error`.
final class VersionedAcks {
    static final RawJson ERROR = RawJson.trusted("{\"result\":\"error\"}");

    private VersionedAcks() {}

    static RawJson refused(boolean isForeign) {
        return RawJson.trusted(
                "{\"result\":\"error\",\"reason\":\"" + CliEvent.code(isForeign) + "\"}");
    }

    static RawJson of(VersionedResult result, String document) {
        return switch (result) {
            case VersionedResult.Applied it ->
                    answer("success", it.version(), document, it.value());
            case VersionedResult.Stale it ->
                    answer("version-mismatch", it.version(), document, it.value());
            case VersionedResult.Missing missing -> refused(false);
        };
    }

    private static RawJson answer(String word, long version, String document, RawJson value) {
        return RawJson.trusted(
                "{\"result\":\"%s\",\"version\":%d,\"%s\":%s}"
                        .formatted(word, version, document, value.text()));
    }
}
