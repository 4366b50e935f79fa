package hapi.hub.api;

import hapi.hub.message.PageRequest;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/// The query of a page; a wrong one is refused with the field that is wrong.
record PageQuery(HttpServletRequest request) {
    private static final int DEFAULT_PAGE = 50;
    private static final int MAX_PAGE = 200;

    PageRequest read() {
        int limit =
                request.getParameter("limit") == null
                        ? DEFAULT_PAGE
                        : (int) number("limit", 1, MAX_PAGE);
        PageRequest.@Nullable Position before = position("before");
        PageRequest.@Nullable Position after = position("after");
        PageRequest.@Nullable Position until = position("until");
        boolean hasEpoch = request.getParameter("epoch") != null;
        if (before != null && after != null) {
            throw refused("afterAt", "before and after exclude each other");
        }
        if (after == null && until != null) {
            throw refused("untilAt", "until needs after");
        }
        if (after == null && hasEpoch) {
            throw refused("epoch", "epoch needs after");
        }
        if (before != null) {
            return new PageRequest.Before(before, limit);
        }
        if (after != null) {
            Long epoch = hasEpoch ? (Long) number("epoch", 0, Long.MAX_VALUE) : null;
            return new PageRequest.After(after, until, epoch, limit);
        }
        return new PageRequest.Latest(limit);
    }

    private PageRequest.@Nullable Position position(String name) {
        boolean hasSeq = request.getParameter(name + "Seq") != null;
        boolean hasAt = request.getParameter(name + "At") != null;
        if (hasSeq != hasAt) {
            throw refused(
                    name + (hasSeq ? "At" : "Seq"), name + "Seq and " + name + "At go together");
        }
        return hasSeq
                ? new PageRequest.Position(
                        number(name + "At", 0, Long.MAX_VALUE),
                        number(name + "Seq", 1, Long.MAX_VALUE))
                : null;
    }

    private long number(String name, long min, long max) {
        try {
            long value = Long.parseLong(String.valueOf(request.getParameter(name)));
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw refused(name, "must be an integer");
        }
        throw refused(name, "must be from " + min + " to " + max);
    }

    private static ApiException refused(String field, String text) {
        ApiException invalid = MessagesController.invalid(field, text);
        return new ApiException(400, invalid.body().put("error", "Invalid query"));
    }
}
