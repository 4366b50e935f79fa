/// What an agent asks, as a person sees it, and what an answer means to the agent.
@NullMarked
package hapi.hub.ui.decision;

import org.jspecify.annotations.NullMarked;
