import type { ConversationEvent, ConversationId } from '@riad/contracts';

type Listener = (event: ConversationEvent) => void;

/** Tells every open page of a conversation what happens in it. */
export interface ConversationHub {
  publish(id: ConversationId, event: ConversationEvent): void;
  /** Call what it returns to stop listening. */
  subscribe(id: ConversationId, listener: Listener): () => void;
}

export function createConversationHub(): ConversationHub {
  const rooms = new Map<ConversationId, Set<Listener>>();
  return {
    publish(id, event) {
      for (const listener of rooms.get(id) ?? []) listener(event);
    },
    subscribe(id, listener) {
      const room = rooms.get(id) ?? new Set<Listener>();
      rooms.set(id, room);
      room.add(listener);
      return () => {
        room.delete(listener);
        if (room.size === 0) rooms.delete(id);
      };
    },
  };
}
