package hapi.testkit.model;

/// What an agent reported about a tool that the model had asked for; `text` as the agent sent it.
public record ToolResult(String text, boolean isError) {}
