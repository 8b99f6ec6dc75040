package reading

// hanWords are the headings of Chinese lists. They are written without spaces,
// so that each stands whole.
func hanWords() map[Field]string {
	return map[Field]string{
		Ignore:           "序号; 编号",
		PersonName:       "姓名; 联系人; 联络人; 联系人姓名; 负责人姓名",
		PostTitle:        "职务; 职位; 职称; 现任职务",
		OrganisationName: "单位; 单位名称; 工作单位; 机构; 机构名称; 公司; 学校; 所在单位",
		OrganisationType: "机构类型; 单位性质; 单位类型",
		website:          "网址; 网站",
		email:            "邮箱; 电子邮箱; 电子邮件; 邮件地址",
		phone:            "电话; 联系电话; 手机; 手机号码; 手机号; 办公电话; 传真",
		Contact:          "联系方式",
		City:             "友好城市; 友城; 城市; 城市名称; 友好城市名称; 外方城市; 姐妹城市",
		Country:          "国家; 国别; 所属国家",
		"partner.region": "省份; 州省; 地区",
		Population:       "人口",
		PartnerSince:     "结好时间; 结好日期; 结好年份; 缔结时间; 缔结日期; 建立时间; 结为友城时间",
		AgreementTitle:   "协议名称; 协议; 协议书; 文件名称",
		AgreementSigned:  "签署日期; 签署时间; 签订日期; 签约日期; 签字日期",
		AgreementUntil:   "有效期; 到期日期; 有效期至",
		ActivityName:     "活动; 活动名称; 项目名称; 交流项目; 活动内容",
		ActivityStarts:   "活动时间; 时间; 日期; 开始时间; 起止时间; 举办时间; 来访时间; 出访时间",
		ActivityEnds:     "结束时间; 结束日期",
		ActivityPlace:    "地点; 活动地点; 举办地点",
		ActivityType:     "活动类型; 活动类别",
		PersonSpoken:     "语言; 语种",
		kindOf:           "类型; 类别",
		name:             "名称",
		about:            "备注; 说明; 简介",
		Note:             "地址; 通讯地址; 邮编; 人数",
	}
}
