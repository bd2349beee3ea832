import { describeLocation, type ModelCard, type TokenizerInfo } from '@riad/contracts';

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
    ...(card.contextLength === 0 ? {} : { max_context_length: card.contextLength, max_model_len: card.contextLength }),
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

/** What vLLM answers at `/tokenizer_info`, which evaluation harnesses read. */
export function presentTokenizerInfo(info: TokenizerInfo): Readonly<Record<string, unknown>> {
  return {
    bos_token: info.bosToken ?? null,
    eos_token: info.eosToken ?? null,
    pad_token: info.padToken ?? null,
    chat_template: info.chatTemplate ?? null,
    vocab_size: info.vocabularySize,
    max_model_len: info.contextLength,
  };
}
