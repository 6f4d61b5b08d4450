package field

import (
	"voronka/cache"
	"voronka/ui/i18n"
	"voronka/ui/kit"
)

// NewTags returns a row of tags in a person's language; changed tells that the
// person has added or taken away one.
func NewTags(texts *i18n.Texts, changed func()) *kit.Tags {
	return kit.NewTags(kit.TagsParams{
		Add: texts.T("lead.add_tag"), Most: cache.MaxName, Search: texts.T("lead_menu.search"), Empty: texts.T("lead.no_tags"),
		Drop:    func(tag string) string { return texts.T("lead.drop_tag", "Tag", tag) },
		New:     func(tag string) string { return texts.T("lead.new_tag", "Tag", tag) },
		Changed: changed,
	})
}
