import { describeLocation, type ModelCard } from '@riad/contracts';

/** The union of both vendors' model cards: each client reads its own fields. */
export function presentModelCard(card: ModelCard): Readonly<Record<string, unknown>> {
  const { capabilities } = card;
  return {
    id: card.name,
    object: 'model',
    created: card.created,
    owned_by: card.ownedBy,
    type: 'base',
    name: card.name,
    description: card.description,
    max_context_length: card.contextLength,
    max_model_len: card.contextLength,
    aliases: card.aliases,
    deprecation: null,
    default_model_temperature: 0.7,
    capabilities: {
      completion_chat: capabilities.chat,
      completion_fim: capabilities.fim,
      function_calling: capabilities.tools,
      fine_tuning: false,
      vision: capabilities.vision,
      classification: false,
    },
    licence: card.licence,
    location: describeLocation(card.location),
  };
}
