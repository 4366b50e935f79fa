/// HAPI without an API key: a scripted agent that speaks like the real one, and a hub around it;
/// sees config and protocol.
@NullMarked
package hapi.cli.demo;

import org.jspecify.annotations.NullMarked;
