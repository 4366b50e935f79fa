package hapi.hub.chat;

import org.jspecify.annotations.Nullable;

/// How far a tool call has come, from its facts.
final class ToolStates {
    private ToolStates() {}

    static ChatBlock.ToolState of(
            Cell cell, BlockPosition position, @Nullable BlockPosition lastTurnEnd) {
        Permission permission = cell.permission();
        if (permission != null && permission.isPending()) {
            return ChatBlock.ToolState.ASKING;
        }
        Fact.Returned result = cell.result();
        if (result != null && result.decision() == null) {
            return ended(result, permission);
        }
        if (permission instanceof Permission.Denied || isRefusal(result)) {
            return ChatBlock.ToolState.REFUSED;
        }
        if (permission instanceof Permission.Canceled) {
            return ChatBlock.ToolState.STOPPED;
        }
        String status = status(cell);
        return switch (status) {
            case "completed" -> ChatBlock.ToolState.DONE;
            case "failed" -> ChatBlock.ToolState.FAILED;
            default ->
                    lastTurnEnd != null && lastTurnEnd.compareTo(position) > 0
                            ? ChatBlock.ToolState.STOPPED
                            : ChatBlock.ToolState.RUNNING;
        };
    }

    private static ChatBlock.ToolState ended(
            Fact.Returned result, @Nullable Permission permission) {
        if (BlockRenderer.isInterruption(result.output())) {
            return ChatBlock.ToolState.STOPPED;
        }
        if (permission instanceof Permission.Denied || result.isRefused() && result.isError()) {
            return ChatBlock.ToolState.REFUSED;
        }
        if (result.isError()) {
            return permission instanceof Permission.Canceled
                    ? ChatBlock.ToolState.STOPPED
                    : ChatBlock.ToolState.FAILED;
        }
        return ChatBlock.ToolState.DONE;
    }

    private static boolean isRefusal(Fact.@Nullable Returned answer) {
        return answer != null
                && answer.decision() != null
                && !answer.decision().startsWith("approved")
                && !answer.decision().startsWith("accept");
    }

    private static String status(Cell cell) {
        String status = "";
        for (Fact fact : cell.facts().values()) {
            if (fact instanceof Fact.Called called && called.status() != null) {
                status = called.status();
            }
        }
        return status;
    }
}
